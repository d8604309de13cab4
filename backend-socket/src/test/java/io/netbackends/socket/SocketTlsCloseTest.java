// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import io.netbackends.testsupport.Threads;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Half-closing and closing TLS connections to the JDK's own {@link SSLSocket}. */
class SocketTlsCloseTest {
    private static final TestPki PKI = TestPki.create();
    private static final Identity LOCALHOST = PKI.issue("localhost");
    private static final SocketBackend NET = new SocketBackend();

    @Test
    void halfClosesWithACloseNotifyAndReadsOn() throws Exception {
        PlainServer.Script server = socket -> {
            byte[] question = socket.getInputStream().readAllBytes();
            socket.getOutputStream().write(question);
            socket.getOutputStream().write('!');
        };
        try (PlainServer peer = PlainServer.listening().serveTls(LOCALHOST.serverContext(), server);
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            stream.startTls(PKI.trusting(), "localhost");
            stream.write("question".getBytes(US_ASCII));
            stream.shutdownOutput();
            assertThat(stream.inputStream().readAllBytes()).isEqualTo("question!".getBytes(US_ASCII));
        }
    }

    @Test
    void closeSaysGoodbyeAndDoesNotWaitForAnAnswer() throws Exception {
        Background<Integer> end;
        try (PlainServer peer = PlainServer.listening();
                NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
            Socket raw = peer.accept();
            SSLSocket far =
                    (SSLSocket) LOCALHOST.serverContext().getSocketFactory().createSocket(raw, null, -1, false);
            far.setUseClientMode(false);
            end = Background.run(() -> far.getInputStream().read());
            stream.startTls(PKI.trusting(), "localhost");
            stream.close();
            assertThat(end.get()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void closingEndsABlockedReadAsClosedThoughThePeerAnswersTheGoodbye(String protocol) throws Exception {
        for (int i = 0; i < 20; i++) {
            try (PlainServer peer = PlainServer.listening().serveTls(LOCALHOST.serverContext(), PlainServer.discard());
                    NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
                stream.startTls(SocketTlsTest.engine(PKI.trusting(), protocol));
                Background<byte[]> reader = Background.run(stream::read);
                Threads.awaitBlocked(reader.thread());
                stream.close();
                assertThat(reader.failure()).isInstanceOf(NetworkStreamClosedException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bytesWrittenBeforeCloseArriveEvenIfTheSessionTicketsWereNotRead(String protocol) throws Exception {
        byte[] data = SocketTlsTest.random(300_000);
        for (int i = 0; i < 5; i++) {
            try (PlainServer peer = PlainServer.listening();
                    NetworkStreamInterface stream = NET.connect("127.0.0.1", peer.port())) {
                Socket raw = peer.accept();
                CountDownLatch closed = new CountDownLatch(1);
                Background<byte[]> server = Background.run(() -> {
                    SSLSocket tls = (SSLSocket)
                            LOCALHOST.serverContext().getSocketFactory().createSocket(raw, null, -1, false);
                    tls.setUseClientMode(false);
                    tls.startHandshake(); // sends the session tickets
                    closed.await();
                    return tls.getInputStream().readAllBytes();
                });
                stream.startTls(SocketTlsTest.engine(PKI.trusting(), protocol));
                Threads.awaitBlocked(server.thread());
                stream.write(data);
                stream.close();
                closed.countDown();
                assertThat(server.get()).isEqualTo(data);
            }
        }
    }
}
