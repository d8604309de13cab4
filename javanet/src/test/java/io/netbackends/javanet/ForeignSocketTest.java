// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** TLS over a foreign socket passes through the decorators of the backend in plaintext. */
class ForeignSocketTest {
    private static final TestPki PKI = TestPki.create();
    private static final SSLContext SERVER_CONTEXT = PKI.issue("localhost").serverContext();

    /** Stores the written bytes. */
    private static final class Listening extends ForwardingNetworkBackend {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        Listening() {
            super(NetworkBackend.named("socket"));
        }

        @Override
        protected NetworkStreamInterface decorate(NetworkStreamInterface stream) {
            return new ForwardingNetworkStream(stream) {
                @Override
                public void write(ByteBuffer src) throws IOException {
                    written.writeBytes(
                            US_ASCII.encode(US_ASCII.decode(src.duplicate())).array());
                    super.write(src);
                }
            };
        }
    }

    @Test
    void isDecoratedInPlaintext() throws Exception {
        Listening backend = new Listening();
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, PlainServer.echo());
                Socket raw = new Socket("localhost", server.port());
                SSLSocket tls = (SSLSocket) new NetworkSSLSocketFactory(PKI.trusting(), backend)
                        .createSocket(raw, "localhost", server.port(), true)) {
            tls.getOutputStream().write("GET /".getBytes(US_ASCII));
            assertThat(tls.getInputStream().readNBytes(5)).asString(US_ASCII).isEqualTo("GET /");
        }
        assertThat(backend.written.toString(US_ASCII)).isEqualTo("GET /");
    }
}
