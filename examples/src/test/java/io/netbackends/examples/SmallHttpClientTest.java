// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.faults.Faults;
import io.netbackends.junit.FaultyNetwork;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmallHttpClientTest {
    private final TestPki pki = TestPki.create();
    private final SmallHttpClient client = new SmallHttpClient(new NetworkBackend(), pki.trusting());

    private SmallHttpClient.Response get(String uri) throws Exception {
        return Background.run(() -> client.get(URI.create(uri))).get();
    }

    @Test
    void plainHttp() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(HttpPeer.repeatingTheRequest("404 Not Found"))) {
            SmallHttpClient.Response response = get("http://127.0.0.1:" + peer.port() + "/a%20b?c=d%26");
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.body())
                    .isEqualTo("you said:\nGET /a%20b?c=d%26 HTTP/1.0\nHost: 127.0.0.1:" + peer.port() + "\n\n");
        }
    }

    @Test
    void https() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                .serveTls(pki.issue("localhost").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            SmallHttpClient.Response response = get("https://localhost:" + peer.port());
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body()).startsWith("you said:\nGET / HTTP/1.0\n");
        }
    }

    @Test
    @FaultyNetwork
    void aResponseThatComesByteByByteIsTheSame(NetworkBackendInterface net, Faults faults) throws Exception {
        faults.add(Faults.on("localhost").slices(1));
        try (PlainServer peer = PlainServer.listening()
                .serveTls(pki.issue("localhost").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            SmallHttpClient.Response response =
                    new SmallHttpClient(net, pki.trusting()).get(URI.create("https://localhost:" + peer.port()));
            assertThat(response.body()).startsWith("you said:\nGET / HTTP/1.0\n");
        }
        assertThat(faults.injected()).isNotEmpty();
    }

    @Test
    void theCallersDeadlineCoversAResponseThatTrickles() throws Exception {
        Duration within = Duration.ofMillis(500);
        // Each byte arrives soon enough for a timeout on single reads; all bytes together take 10 s.
        try (PlainServer peer = PlainServer.listening()
                        .toleratingIoFailures()
                        .serve(PlainServer.trickle(new byte[200], Duration.ofMillis(50)));
                ClosingWatchdog watchdog = ClosingWatchdog.after(Duration.ofSeconds(30), peer::close)) {
            long start = System.nanoTime();
            assertThatExceptionOfType(NetworkTimeoutException.class).isThrownBy(() -> {
                try (Timeout timeout = Timeout.after(within)) {
                    client.get(URI.create("http://127.0.0.1:" + peer.port() + "/"));
                }
            });
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(within, Duration.ofSeconds(9));
        }
    }

    @Test
    void somethingElseThanHttpIsAnError() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                .serve(socket -> socket.getOutputStream().write("220 mail.test\r\n\r\n".getBytes(US_ASCII)))) {
            assertThatThrownBy(() -> get("http://127.0.0.1:" + peer.port() + "/"))
                    .isInstanceOfAny(ProtocolException.class);
        }
    }
}
