// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AmbientLimit.class)
class WrappedBackendTest {
    @Test
    void theLibrarysTlsTrafficIsRecordedInPlaintext() throws Exception {
        TestPki pki = TestPki.create();
        ByteArrayOutputStream transcript = new ByteArrayOutputStream();
        try (PlainServer peer = PlainServer.listening()
                .serveTls(pki.issue("localhost").serverContext(), HttpPeer.repeatingTheRequest("200 OK"))) {
            URI uri = URI.create("https://localhost:" + peer.port() + "/index");
            SmallHttpClient.Response response =
                    WrappedBackend.get(uri, pki.trusting(), new PrintStream(transcript, true, UTF_8));
            assertThat(response.status()).isEqualTo(200);
        }
        assertThat(transcript.toString(UTF_8))
                .startsWith(">>> GET /index HTTP/1.0\r\n")
                .contains("<<< HTTP/1.1 200 OK\r\n");
    }
}
