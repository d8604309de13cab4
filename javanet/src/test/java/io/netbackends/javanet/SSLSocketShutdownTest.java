// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import io.netbackends.testsupport.Threads;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A TLS socket whose output is shut down in the middle of a write: the platform's and those of this project. */
class SSLSocketShutdownTest {
    private static final int LENGTH = 20_000_000;
    private static final TestPki PKI = TestPki.create();
    private static final SSLContext SERVER = PKI.issue("localhost").serverContext();

    @ParameterizedTest
    @EnumSource
    void shutdownOutputWaitsForTheWriter(TlsSocketKind kind) throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        CompletableFuture<Long> received = new CompletableFuture<>();
        try (PlainServer server = PlainServer.listening().serveTls(SERVER, client -> {
                    ((SSLSocket) client).startHandshake();
                    mayRead.await();
                    received.complete(client.getInputStream().transferTo(OutputStream.nullOutputStream()));
                });
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            client.startHandshake();
            Background<Void> writing = Background.run(() -> {
                client.getOutputStream().write(new byte[LENGTH]);
                return null;
            });
            Threads.awaitBlocked(writing.thread());
            Background<Void> shutting = Background.run(() -> {
                client.shutdownOutput();
                return null;
            });
            Threads.awaitBlocked(shutting.thread());
            mayRead.countDown();
            writing.get();
            shutting.get();
            assertThat(client.isOutputShutdown()).isTrue();
            assertThat(received.get()).isEqualTo(LENGTH);
        }
    }
}
