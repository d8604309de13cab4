// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TcpProxy;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class StartTlsTest {
    private final TestPki pki = TestPki.create();
    private final SSLContext server = pki.issue("localhost").serverContext();

    private static void say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(US_ASCII));
    }

    /** A mail server that accepts TLS with the given response. */
    private PlainServer.Script agreeing(String words) {
        return raw -> {
            say(raw, "220 mail.");
            say(raw, "test\r\n");
            assertThat(PlainServer.readLine(raw.getInputStream())).isEqualTo("STARTTLS");
            say(raw, words);
            try (SSLSocket tls = (SSLSocket) server.getSocketFactory().createSocket(raw, null, true)) {
                tls.setUseClientMode(false);
                assertThat(PlainServer.readLine(tls.getInputStream())).isEqualTo("EHLO client.test");
                say(tls, "250 mail.test greets you\r\n");
            }
        };
    }

    private String greet(int port) throws Exception {
        return Background.run(() -> StartTls.greet("localhost", port, pki.trusting()))
                .get();
    }

    @Test
    void theConversationGoesOnOverTls() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(agreeing("220 go ahead\r\n"));
                TcpProxy wire = TcpProxy.to(peer.port()).capturing()) {
            assertThat(greet(wire.port())).isEqualTo("250 mail.test greets you");
            assertThat(wire.sentByClient())
                    .asString(US_ASCII)
                    .startsWith("STARTTLS\r\n")
                    .doesNotContain("EHLO");
            assertThat(wire.sentByServer()).asString(US_ASCII).doesNotContain("greets");
        }
    }

    @Test
    void theUpgradeWorksByteByByte() throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(agreeing("220 go ahead\r\n"));
                TcpProxy wire = TcpProxy.to(peer.port()).slicing(1)) {
            assertThat(greet(wire.port())).isEqualTo("250 mail.test greets you");
        }
    }

    @Test
    void plaintextSlippedInBeforeTlsIsNotTakenForAnAnswer() throws Exception {
        try (PlainServer peer = PlainServer.listening()
                .toleratingIoFailures()
                .serve(agreeing("220 go ahead\r\n250 mail.test is an impostor\r\n"))) {
            assertThatThrownBy(() -> greet(peer.port())).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aServerThatDeclinesIsToldNothingMore() throws Exception {
        PlainServer.Script declining = socket -> {
            say(socket, "220 mail.test\r\n");
            assertThat(PlainServer.readLine(socket.getInputStream())).isEqualTo("STARTTLS");
            say(socket, "454 not now\r\n");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        };
        try (PlainServer peer = PlainServer.listening().serve(declining)) {
            assertThatThrownBy(() -> greet(peer.port()))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("454 not now");
        }
    }
}
