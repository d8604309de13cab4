// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class HttpsRequestTest {
    private static final Duration CONNECTING = Duration.ofSeconds(3);
    private static final Duration OVERALL = Duration.ofSeconds(10);

    private final TestPki pki = TestPki.create();

    @Test
    void theResponseIsReadToItsEnd() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                .serveTls(pki.issue("localhost").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            byte[] response = Background.run(
                            () -> HttpsRequest.get(new NetworkBackend(), "localhost", peer.port(), pki.trusting()))
                    .get();
            assertThat(response)
                    .asString(US_ASCII)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("you said:\nGET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                .toleratingIoFailures()
                .serveTls(pki.issue("example.test").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            assertThatThrownBy(() -> HttpsRequest.get(new NetworkBackend(), "localhost", peer.port(), pki.trusting()))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aHandshakeThatHangsEndsWithTheTimeToConnect() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent());
                ClosingWatchdog watchdog = ClosingWatchdog.after(Duration.ofSeconds(30), peer::close)) {
            long start = System.nanoTime();
            assertThatExceptionOfType(NetworkTimeoutException.class)
                    .isThrownBy(() -> HttpsRequest.get(new NetworkBackend(), "localhost", peer.port(), pki.trusting()))
                    .satisfies(e -> assertThat(e.duration()).isEqualTo(CONNECTING));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(CONNECTING, OVERALL);
        }
    }

    @Test
    void connectingHas3SecondsAndTheRestWhatIsLeftOf10() throws Exception {
        DeadlineProbe probe = new DeadlineProbe();
        try (PlainServer peer = PlainServer.listening()
                .serveTls(pki.issue("localhost").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            HttpsRequest.get(probe, "localhost", peer.port(), pki.trusting());
        }
        assertThat(probe.remaining).containsOnlyKeys("connect", "startTls", "write", "read", "close");
        assertThat(probe.remaining.get("connect")).isGreaterThan(Duration.ZERO).isLessThanOrEqualTo(CONNECTING);
        assertThat(probe.remaining.get("startTls")).isGreaterThan(Duration.ZERO).isLessThanOrEqualTo(CONNECTING);
        assertThat(probe.remaining.get("write")).isGreaterThan(CONNECTING).isLessThanOrEqualTo(OVERALL);
        assertThat(probe.remaining.get("read")).isGreaterThan(CONNECTING).isLessThanOrEqualTo(OVERALL);
    }

    /** Notes the remaining time of each step, so that a test need not wait for it to pass. */
    private static final class DeadlineProbe extends ForwardingNetworkBackend {
        final Map<String, Duration> remaining = new LinkedHashMap<>();

        DeadlineProbe() {
            super(new NetworkBackend());
        }

        private void note(String step) {
            remaining.put(step, Duration.ofNanos(Timeout.remainingNanos()));
        }

        @Override
        public NetworkStreamInterface connect(String host, int port) throws IOException {
            note("connect");
            return super.connect(host, port);
        }

        @Override
        protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
            return new ForwardingNetworkStream(stream) {
                @Override
                public void startTls(SSLEngine engine) throws IOException {
                    note("startTls");
                    super.startTls(engine);
                }

                @Override
                public void write(ByteBuffer src) throws IOException {
                    note("write");
                    super.write(src);
                }

                @Override
                public int read(ByteBuffer dst) throws IOException {
                    note("read");
                    return super.read(dst);
                }

                @Override
                public void close() throws IOException {
                    note("close");
                    super.close();
                }
            };
        }
    }
}
