// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server with real connections, from clients of the plain JDK. */
class NetworkServerOverSocketsTest {
    @Test
    void severalClientsAreServedAtATime() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (NetworkServer server = serve(stream -> {
                    byte[] request = stream.read();
                    together.await(10, TimeUnit.SECONDS);
                    stream.write(request);
                });
                Socket first = connect(server);
                Socket second = connect(server)) {
            first.getOutputStream().write('1');
            second.getOutputStream().write('2');

            assertThat(first.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo("1");
            assertThat(second.getInputStream().readAllBytes())
                    .asString(US_ASCII)
                    .isEqualTo("2");
        }
    }

    @Test
    void aClientThatResetsItsConnectionSpoilsNoOther() throws Exception {
        try (NetworkServer server = serve(NetworkServerOverSocketsTest::writeIfPossible)) {
            PlainServer.reset(connect(server));

            try (Socket next = connect(server)) {
                assertThat(next.getInputStream().readAllBytes())
                        .asString(US_ASCII)
                        .isEqualTo("x");
            }
        }
    }

    @Test
    void closeEndsAHandlerThatReadsAndRefusesNewConnections() throws Exception {
        BlockingQueue<Thread> handlers = new LinkedBlockingQueue<>();
        BlockingQueue<Exception> outcomes = new LinkedBlockingQueue<>();
        NetworkServer server = serve(stream -> {
            handlers.add(Thread.currentThread());
            try {
                stream.read();
            } catch (IOException e) {
                outcomes.add(e);
                throw e;
            }
        });
        try (server;
                Socket client = connect(server)) {
            Thread handler = handlers.poll(10, TimeUnit.SECONDS);
            Threads.awaitBlocked(handler);

            server.close();

            assertThat(outcomes.poll(10, TimeUnit.SECONDS)).isInstanceOf(NetworkStreamClosedException.class);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            handler.join(10_000);
            assertThat(handler.isAlive()).isFalse();
            // The kernel continues to listen until the accepting thread has woken up.
            Background<Void> latecomers = Background.run(() -> {
                while (true) {
                    connect(server).close();
                }
            });
            assertThat(latecomers.failure()).isInstanceOf(ConnectException.class);
        }
    }

    private static void writeIfPossible(NetworkStreamInterface stream) {
        try {
            stream.write("x".getBytes(US_ASCII));
        } catch (IOException e) {
            // Depending on the timing, a reset causes a failure or not.
        }
    }

    private static NetworkServer serve(NetworkServer.Handler handler) throws IOException {
        return NetworkServer.serve(new SocketBackend().listen("127.0.0.1", 0), handler);
    }

    private static Socket connect(NetworkServer server) throws IOException {
        InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        // A server that serves no client makes the test fail, not hang.
        socket.setSoTimeout(10_000);
        return socket;
    }
}
