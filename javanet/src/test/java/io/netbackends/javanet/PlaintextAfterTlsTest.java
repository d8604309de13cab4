// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The socket under a TLS socket that does not close it, for the platform's sockets and those of this project. */
class PlaintextAfterTlsTest {
    private static final TestPki PKI = TestPki.create();
    private static final SSLContext SERVER_CONTEXT = PKI.issue("localhost").serverContext();

    private static SSLSocket layered(SSLSocketFactory factory, Socket raw) throws IOException {
        SSLSocket tls = (SSLSocket) factory.createSocket(raw, "localhost", raw.getPort(), false);
        tls.setSoTimeout(30_000);
        return tls;
    }

    private static void echoOne(Socket socket) throws IOException {
        socket.getOutputStream().write(socket.getInputStream().read());
    }

    private static void assertEchoes(Socket socket, int b) throws IOException {
        socket.getOutputStream().write(b);
        assertThat(socket.getInputStream().read()).isEqualTo(b);
    }

    /** Speaks TLS until the client ends it, then plaintext. */
    private static PlainServer.Script server(SSLSocketFactory factory) {
        return raw -> {
            SSLSocket tls = (SSLSocket) factory.createSocket(raw, new ByteArrayInputStream(new byte[0]), false);
            echoOne(tls);
            assertThat(tls.getInputStream().read()).isEqualTo(-1);
            tls.close();
            echoOne(raw);
        };
    }

    @ParameterizedTest
    @EnumSource
    void goesOnForTheClient(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening().serve(server(SERVER_CONTEXT.getSocketFactory()));
                Socket raw = kind.unencrypted(server.address())) {
            SSLSocket tls = layered(kind.factory(PKI.trusting()), raw);
            assertEchoes(tls, 't');
            tls.close();
            assertThat(tls.isClosed()).isTrue();
            assertThat(raw.isClosed()).isFalse();
            assertEchoes(raw, 'p');
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnForTheServer(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening().serve(server(kind.factory(SERVER_CONTEXT)));
                Socket raw = TlsSocketKind.PLATFORM.unencrypted(server.address())) {
            SSLSocket tls = layered(TlsSocketKind.PLATFORM.factory(PKI.trusting()), raw);
            assertEchoes(tls, 't');
            tls.close();
            assertEchoes(raw, 'p');
        }
    }

    @ParameterizedTest
    @EnumSource
    void isAllThereIsWithoutAHandshake(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo());
                Socket raw = kind.unencrypted(server.address())) {
            layered(kind.factory(PKI.trusting()), raw).close();
            assertEchoes(raw, 'p');
        }
    }

    @Test
    void withoutAnAnswerTheSocketBelowIsClosed() throws Exception {
        PlainServer.Script silent = socket -> {
            echoOne(socket);
            socket.getInputStream().read();
            Thread.currentThread().join();
        };
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, silent);
                Socket raw = TlsSocketKind.OVER_NIO.unencrypted(server.address())) {
            SSLSocket tls = layered(TlsSocketKind.OVER_NIO.factory(PKI.trusting()), raw);
            assertEchoes(tls, 't');
            tls.setSoTimeout(20);
            tls.close();
            assertThatThrownBy(() -> raw.getOutputStream().write(1)).isInstanceOf(SocketException.class);
        }
    }
}
