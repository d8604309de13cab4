// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import static io.netbackends.faults.Faults.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.nio.NioBackend;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultyBackendTest {
    private static final String PREFIX = "netbackends.faults.";
    private static final Duration HOUR = Duration.ofHours(1);

    private final Faults faults = new Faults();
    private final FaultyBackend net = new FaultyBackend(
            NioBackend.builder()
                    .resolver(faults.resolver(HostResolver.system()))
                    .build(),
            faults);

    @AfterEach
    void clear() {
        for (String key : System.getProperties().stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                System.clearProperty(key);
            }
        }
    }

    @Test
    void aSlowConnectObeysDeadlinesAndCancellation() throws Exception {
        faults.add(on("*").connectLatency(HOUR));
        try (Timeout t = Timeout.after(Duration.ofMillis(20))) {
            assertThatThrownBy(() -> net.connect("localhost", 9))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining("connect to localhost:9");
        }
        CancellationSignal signal = new CancellationSignal();
        Background<NetworkStreamInterface> connecting = Background.run(
                () -> net.connect(ConnectRequest.to("localhost", 9).withCancellation(signal)));
        Threads.awaitBlocked(connecting.thread());
        signal.cancel();
        assertThat(connecting.failure()).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void aLookupFailsWhateverThePort() {
        Fault fault = faults.add(on("localhost:5432").failLookup());
        assertThatThrownBy(() -> net.connect("localhost", 9))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("localhost:9")
                .hasMessageContaining("injected: failed lookup (localhost:5432)");
        assertThat(faults.injected()).containsExactly(new InjectedFault(0, "localhost", fault));
    }

    @Test
    void aSlowLookupObeysDeadlines() {
        faults.add(on("*").lookupLatency(HOUR));
        try (Timeout t = Timeout.after(Duration.ofMillis(20))) {
            assertThatThrownBy(() -> net.connect("localhost", 9))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageContaining("localhost:9");
        }
    }

    @Test
    void settingsMakeFaultsThatTheStreamGivesToBeChanged() throws IOException {
        System.setProperty(PREFIX + "hosts", "localhost");
        System.setProperty(PREFIX + "read.reset", "2");
        System.setProperty(PREFIX + "seed", "4711");
        System.setProperty(PREFIX + "probability", "1");
        System.setProperty(PREFIX + "connections", "1-1000");
        System.setProperty(PREFIX + "read.latency", "2ms\u00b11ms");
        System.setProperty(PREFIX + "write.latency", "2ms+-1ms");
        System.setProperty(PREFIX + "until", "1h");
        try (PlainServer server = PlainServer.listening().toleratingIoFailures().serve(PlainServer.echo());
                NetworkStreamInterface stream =
                        NetworkBackend.named("faults:nio").connect("localhost", server.port())) {
            stream.write(new byte[] {1, 2, 3});
            assertThat(stream.inputStream().readNBytes(2)).containsExactly(1, 2);
            assertThatThrownBy(() -> stream.read(1))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("injected: reset after 2 bytes read");
            Faults known = stream.getExtraInfo(FaultyBackend.FAULTS).orElseThrow();
            assertThat(known.injected()).hasSize(3);
            known.clear();
            try (NetworkStreamInterface next =
                    NetworkBackend.named("faults:nio").connect("localhost", server.port())) {
                next.write(new byte[] {1, 2, 3});
                assertThat(next.inputStream().readNBytes(3))
                        .as("the same settings, the same faults")
                        .hasSize(3);
            }
        }
    }

    @Test
    void aCacheOutsideSeesTheLookupOfItsOwnAndOneInsideMeetsTheFault() throws IOException {
        System.setProperty(PREFIX + "lookup.fail", "true");
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo())) {
            for (String spec : new String[] {"faults:dnscache:nio", "dnscache:faults:nio"}) {
                assertThatThrownBy(() -> NetworkBackend.named(spec).connect("localhost", server.port()))
                        .isInstanceOf(UnknownHostException.class)
                        .hasMessageContaining("injected");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read.latency | fast | read.latency (fast) must be a time, such as 50ms, or 50ms\u00b120ms",
                "write.latency | 10ms\u00b120ms | write.latency (10ms\u00b120ms) must be a time",
                "read.latency | 10ms+- | must be a time",
                "read.bandwidth | 0 | must be a number of bytes, at least 1",
                "write.slice | 0 | must be a whole number between 1 and 999999999",
                "read.reset | -1 | must be a number of bytes, at least 0",
                "connect.refuse | false | must be true",
                "probability | 1.5 | must be a number between 0 and 1, such as 0.1",
                "probability | NaN | must be a number between 0 and 1, such as 0.1",
                "connections | 5-2 | must be the number of a connection, such as 2, or two, such as 2-5",
                "connections | 0 | must be the number of a connection, such as 2, or two, such as 2-5",
                "seed | x | must be a whole number",
                "hosts | a,, | must be patterns of hosts, separated by commas: host () must not be empty",
                "until | 0s | must be a time, at least 1ms",
                "read.resett | 1 | did you mean netbackends.faults.read.reset?",
                "write.half-close | 1 | setting netbackends.faults.write.half-close must be one that",
            })
    void aSettingThatIsNotAllowedIsAnErrorAtSelection(String key, String value, String message) {
        System.setProperty(PREFIX + key, value);
        assertThatThrownBy(() -> NetworkBackend.named("faults:memory"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsInjectedIsAnEventOfFlightRecorder(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            faults.add(on("localhost:9").refuseConnect());
            assertThatThrownBy(() -> net.connect("localhost", 9)).hasMessageContaining("injected");
            recording.stop();
            recording.dump(file);
        }
        assertThat(RecordingFile.readAllEvents(file))
                .filteredOn(event -> event.getEventType().getName().equals("netbackends.InjectedFault"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("target")).isEqualTo("localhost:9");
                    assertThat(event.getString("fault")).contains("refused");
                });
    }

    @Test
    void anEndBeforeTheBeginningIsAnError() {
        System.setProperty(PREFIX + "from", "2s");
        System.setProperty(PREFIX + "until", "1s");
        assertThatThrownBy(() -> NetworkBackend.named("faults:memory"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("netbackends.faults.until (1s) must be later than the setting \"from\"");
    }
}
