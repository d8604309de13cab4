// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handshake that SO_TIMEOUT has interrupted, for the platform's sockets and those of this project. */
class CutOffHandshakeTest {
    private static final TestPki PKI = TestPki.create();
    private static final SSLContext SERVER_CONTEXT = PKI.issue("localhost").serverContext();

    @ParameterizedTest
    @EnumSource
    void goesOnWithTheNextCall(TlsSocketKind kind) throws Exception {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        PlainServer.Script script = socket -> {
            mayAnswer.await();
            PlainServer.echo().run(socket);
        };
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, script);
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            client.setSoTimeout(1);
            for (int peeks = 0; peeks < 3; peeks++) {
                assertThatThrownBy(() -> client.getInputStream().read())
                        .isExactlyInstanceOf(SocketTimeoutException.class)
                        .hasMessage("Read timed out");
                assertThatThrownBy(client::startHandshake).isInstanceOf(SocketTimeoutException.class);
                assertThat(client.isClosed()).isFalse();
            }
            mayAnswer.countDown();
            client.setSoTimeout(30_000);
            client.getOutputStream().write(42);
            assertThat(client.getInputStream().read()).isEqualTo(42);
            assertThat(client.getSession().isValid()).isTrue();
        }
    }
}
