// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import static io.netbackends.faults.Faults.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.memory.MemoryBackend;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The connections to which a fault applies, and the time. */
class FaultConditionsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final MemoryBackend network = new MemoryBackend();

    /** Connects several times. Returns a character for each: {@code x} if the connect was refused, otherwise {@code .}. */
    private String connects(Faults faults, String host, int count) throws IOException {
        FaultyBackend net = new FaultyBackend(network, faults);
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < count; i++) {
            try (NetworkListenerInterface listener = network.listen(host, 80)) {
                net.connect(host, 80).close();
                result.append('.');
            } catch (ConnectException e) {
                assertThat(e)
                        .hasMessageStartingWith("connect to " + host + ":80: connection refused, injected: refused");
                result.append('x');
            }
        }
        return result.toString();
    }

    private String connects(Fault fault, String host, int count) throws IOException {
        Faults faults = new Faults(7);
        faults.add(fault);
        return connects(faults, host, count);
    }

    @Test
    void hostsArePatternsWithOrWithoutAPort() throws IOException {
        assertThat(connects(on("db").refuseConnect(), "db", 1)).isEqualTo("x");
        assertThat(connects(on("DB:80").refuseConnect(), "db", 1)).isEqualTo("x");
        assertThat(connects(on("*.test").refuseConnect(), "db.test", 1)).isEqualTo("x");
        assertThat(connects(on(List.of("web", "db")).refuseConnect(), "db", 1)).isEqualTo("x");
        assertThat(connects(on("db:81").refuseConnect(), "db", 1)).isEqualTo(".");
        assertThat(connects(on("*.test").refuseConnect(), "db", 1)).isEqualTo(".");
    }

    @Test
    void connectionsToTheHostAreCounted() throws IOException {
        assertThat(connects(on("db").connection(2).refuseConnect(), "db", 4)).isEqualTo(".x..");
        assertThat(connects(on("db").connections(2, 3).refuseConnect(), "db", 4))
                .isEqualTo(".xx.");
        Faults faults = new Faults();
        faults.add(on("db").connection(1).refuseConnect());
        assertThat(connects(faults, "web", 2) + connects(faults, "db", 2)).isEqualTo("..x.");
    }

    @Test
    void theSameSeedDecidesAlike() throws IOException {
        Fault fault = on("*").probability(0.5).refuseConnect();
        String first = connects(fault, "db", 40);
        assertThat(first).contains("x", ".").isEqualTo(connects(fault, "db", 40));
        Faults other = new Faults(8);
        other.add(fault);
        assertThat(connects(other, "db", 40)).isNotEqualTo(first);
        assertThat(connects(on("*").probability(0).refuseConnect(), "db", 9)).isEqualTo(".........");
        assertThat(connects(on("*").probability(1).refuseConnect(), "db", 9)).isEqualTo("xxxxxxxxx");
    }

    @Test
    void aFaultMayBeginLaterAndEndByItself() throws IOException {
        assertThat(connects(on("*").from(HOUR).refuseConnect(), "db", 1)).isEqualTo(".");
        assertThat(connects(on("*").until(HOUR).refuseConnect(), "db", 1)).isEqualTo("x");
        assertThat(connects(on("*").until(Duration.ofNanos(1)).refuseConnect(), "db", 1))
                .isEqualTo(".");
    }

    @Test
    void faultsCanBeChangedAtAnyTime() throws IOException {
        Faults faults = new Faults();
        Fault fault = on("*").refuseConnect();
        assertThat(connects(faults, "db", 1)).isEqualTo(".");
        faults.add(fault);
        assertThat(faults.faults()).containsExactly(fault);
        assertThat(connects(faults, "db", 1)).isEqualTo("x");
        faults.remove(fault);
        assertThat(connects(faults, "db", 1)).isEqualTo(".");
        assertThat(faults.injected()).containsExactly(new InjectedFault(2, "db:80", fault));
        faults.clearInjected();
        assertThat(faults.injected()).isEmpty();
    }

    @Test
    void aFaultSaysWhatItIs() {
        assertThat(on("db:5432").connection(2).reading().afterBytes(1000).reset())
                .hasToString("reset after 1000 bytes read (db:5432, connection 2)");
        assertThat(on("*").connections(2, 5)
                        .probability(0.5)
                        .writing()
                        .latency(Duration.ofMillis(50), Duration.ofMillis(20)))
                .hasToString("latency of 50ms\u00b120ms for bytes written (*, connections 2 to 5, probability 0.5)");
        assertThat(on("*").from(HOUR).until(HOUR.multipliedBy(2)).bandwidth(64))
                .hasToString("bandwidth of 64 bytes per second for bytes read or written (*, from 1h, until 2h)");
    }

    @Test
    void badConditionsAreRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> on(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> on(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").connection(0));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").connections(3, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").probability(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").probability(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").from(HOUR).until(HOUR));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").from(HOUR.negated()));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").afterBytes(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").slices(0));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").bandwidth(0));
        assertThatIllegalArgumentException().isThrownBy(() -> on("*").latency(Duration.ZERO, HOUR));
        assertThatThrownBy(() -> new Faults().add(null)).isInstanceOf(NullPointerException.class);
    }
}
