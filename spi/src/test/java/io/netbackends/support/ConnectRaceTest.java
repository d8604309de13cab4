// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static io.netbackends.support.SimulatedAttemptRunner.Plan.fails;
import static io.netbackends.support.SimulatedAttemptRunner.Plan.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ConnectRequest;
import io.netbackends.ManualTime;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.support.SimulatedAttemptRunner.Connection;
import io.netbackends.support.SimulatedAttemptRunner.Plan;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The timelines of RFC 8305, with a clock moved by hand. */
class ConnectRaceTest {
    private final ManualTime time = new ManualTime();
    private final Map<InetSocketAddress, Plan> plans = new LinkedHashMap<>();
    private final SimulatedAttemptRunner runner = new SimulatedAttemptRunner(time, plans);
    private final NotingObserver observer = new NotingObserver();

    @AfterEach
    void stopTheClock() {
        time.close();
    }

    private Connection race(Plan... attempts) throws IOException {
        for (Plan attempt : attempts) {
            plans.put(address(plans.size() + 1), attempt);
        }
        String operation = "connect to example.org:80";
        ConnectRace race = new ConnectRace(operation, plans.keySet());
        ConnectWatch watch =
                new ConnectWatch(ConnectRequest.to("example.org", 80).withObserver(observer));
        return new ConnectRaceLoop<>(operation, race, runner::open, runner, null, watch).run();
    }

    private static InetSocketAddress address(int number) {
        return new InetSocketAddress("192.0.2." + number, 80);
    }

    private void assertWinner(Connection winner, int number, long millis) {
        assertThat(winner.address()).isEqualTo(address(number));
        assertThat(Duration.ofNanos(runner.now)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void startsAreQuarterOfASecondApartAndTheFirstConnectionWins() throws Exception {
        assertWinner(race(succeeds(1000), succeeds(1000), succeeds(200)), 3, 700);
        assertThat(runner.startedAt).containsExactly(0L, 250L, 500L);
    }

    @Test
    void afterAConnectionNothingIsStarted() throws Exception {
        assertWinner(race(succeeds(1000), succeeds(100), succeeds(200)), 2, 350);
        assertThat(runner.startedAt).containsExactly(0L, 250L);
    }

    @Test
    void aFailureStartsTheNextAtOnce() throws Exception {
        assertWinner(race(fails(100), fails(200), succeeds(10_000), succeeds(250)), 4, 800);
        assertThat(runner.startedAt).containsExactly(0L, 100L, 300L, 550L);
    }

    @Test
    void whenAllFailTheFirstFailureIsThrownWithTheOthers() {
        assertThatThrownBy(() -> race(fails(100), fails(200), fails(10_000), fails(250)))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connect to example.org:80: connect to 192.0.2.1:80: refused after 100")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly(
                                "connect to 192.0.2.2:80: refused after 200",
                                "connect to 192.0.2.4:80: refused after 250",
                                "connect to 192.0.2.3:80: refused after 10000"));
        assertThat(Duration.ofNanos(runner.now)).isEqualTo(Duration.ofMillis(10_300));
    }

    @Test
    void aSlowOneAloneIsWaitedFor() throws Exception {
        assertWinner(race(succeeds(100_000)), 1, 100_000);
        assertThat(runner.startedAt).containsExactly(0L);
    }

    @Test
    void anAddressThatCannotBeTriedCostsNoTime() throws Exception {
        Plan unsupported = new Plan(Duration.ofNanos(-1), null);
        assertWinner(race(succeeds(1000), unsupported, succeeds(100)), 3, 350);
        assertThat(runner.startedAt).containsExactly(0L, 250L);
    }

    @Test
    void whenNoAddressCanBeTriedItFailsAtOnce() {
        Plan unsupported = new Plan(Duration.ofNanos(-1), null);
        assertThatThrownBy(() -> race(unsupported, unsupported)).isInstanceOf(IOException.class);
        assertThat(runner.now).isZero();
    }

    @Test
    void oneDeadlineEndsTheWholeRaceAndNamesTheFailuresSoFar() {
        try (Timeout timeout = Timeout.after(Duration.ofSeconds(5))) {
            assertThatThrownBy(() -> race(succeeds(10_000), fails(1), succeeds(10_000), succeeds(10_000)))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("connect to example.org:80 timed out")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
        assertThat(Duration.ofNanos(runner.now)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aDefectInAnAttemptEndsTheRace() {
        assertThatThrownBy(
                        () -> race(new Plan(Duration.ofMillis(10), new IllegalStateException("defect")), succeeds(10)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(runner.startedAt).containsExactly(0L);
    }

    @Test
    void theObserverIsToldHowEachAttemptEnds() throws Exception {
        race(succeeds(1000), fails(100), succeeds(200));
        assertThat(observer.told)
                .containsExactly(
                        "192.0.2.1 started",
                        "192.0.2.2 started",
                        "192.0.2.2 failed: refused after 100",
                        "192.0.2.3 started",
                        "192.0.2.3 succeeded",
                        "192.0.2.1 abandoned");
    }

    @Test
    void attemptsEndForTheObserverWhenTheDeadlineEndsTheRace() {
        try (Timeout timeout = Timeout.after(Duration.ofMillis(300))) {
            assertThatThrownBy(() -> race(succeeds(1000), succeeds(1000))).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(observer.told).endsWith("192.0.2.1 abandoned", "192.0.2.2 abandoned");
    }
}
