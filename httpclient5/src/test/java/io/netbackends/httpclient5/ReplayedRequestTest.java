// SPDX-License-Identifier: Apache-2.0
package io.netbackends.httpclient5;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.recording.FileRecorder;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.replay.ReplayBackend;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.BasicHttpClientResponseHandler;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recorded HTTPS request works without the server: the recording contains the certificate whose name HttpClient verifies.
 */
class ReplayedRequestTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    Path directory;

    private static String get(NetworkBackendInterface backend, int port) throws IOException {
        ConnectionPool pool =
                ConnectionPool.builder(backend).tls(PKI.trusting()).build();
        try (CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(pool)
                .disableAutomaticRetries()
                .build()) {
            return client.execute(new HttpGet("https://localhost:" + port + "/"), new BasicHttpClientResponseHandler());
        }
    }

    @Test
    void isAnsweredWithoutTheServer() throws Exception {
        Path file = directory.resolve("request.ndjson");
        int port;
        try (PlainServer server = PlainServer.listening()
                        .serveTls(PKI.issue("localhost").serverContext(), socket -> {
                            while (!PlainServer.readLine(socket.getInputStream())
                                    .isEmpty()) {
                                // the head of the request
                            }
                            socket.getOutputStream()
                                    .write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(US_ASCII));
                            socket.getInputStream().read();
                        })
                        .toleratingIoFailures();
                FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            port = server.port();
            assertThat(get(new RecordingBackend(NetworkBackend.named("nio"), recorder), port))
                    .isEqualTo("hello");
        }
        assertThat(get(ReplayBackend.of(file), port)).isEqualTo("hello");
    }
}
