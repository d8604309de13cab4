// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Asynchronous connects to a listener whose backlog is full. */
class AsyncFullBacklogTest extends UnixSocketTestBase {
    private static final int MANY = 200;

    private final AsyncNetworkBackendInterface net = UnixSocketBackend.builder().buildAsync(null);

    @Test
    void manyConnectsWaitForRoomOnNoThreadOfTheirOwn() throws Exception {
        try (ServerSocketChannel server = listen(path("s"))) {
            List<SocketChannel> waiting = fillBacklog(path("s"));
            List<CompletableFuture<AsyncNetworkStreamInterface>> connects = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                connects.add(net.connect(UnixDomainSocketAddress.of(path("s"))));
            }
            assertThat(Thread.activeCount()).isLessThan(MANY / 2);
            for (SocketChannel channel : waiting) {
                server.accept().close();
                channel.close();
            }
            List<SocketChannel> farEnds = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                farEnds.add(server.accept());
            }
            for (CompletableFuture<AsyncNetworkStreamInterface> connect : connects) {
                connect.get(20, TimeUnit.SECONDS).close().get(20, TimeUnit.SECONDS);
            }
            for (SocketChannel far : farEnds) {
                far.close();
            }
        }
    }

    @Test
    void waitingForRoomEndsAtTheDeadlineAndNamesThePath() throws Exception {
        try (ServerSocketChannel server = listen(path("s"))) {
            List<SocketChannel> waiting = fillBacklog(path("s"));
            CompletableFuture<AsyncNetworkStreamInterface> connect;
            try (Timeout timeout = Timeout.after(SHORT)) {
                connect = net.connect(UnixDomainSocketAddress.of(path("s")));
            }
            assertThatThrownBy(() -> connect.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("connect to " + path("s") + " timed out");
            for (SocketChannel channel : waiting) {
                channel.close();
            }
            assertThat(server.isOpen()).isTrue();
        }
    }

    @Test
    void aConnectThatIsGivenUpLeavesItsTurnToOthers() throws Exception {
        try (ServerSocketChannel server = listen(path("s"))) {
            List<SocketChannel> waiting = fillBacklog(path("s"));
            CancellationSignal signal = new CancellationSignal();
            AsyncNetworkBackendInterface routed =
                    UnixSocketBackend.builder().path(path("s")).buildAsync(null);
            List<CompletableFuture<AsyncNetworkStreamInterface>> connects = new ArrayList<>();
            for (int i = 0; i < 2 * MANY; i++) {
                connects.add(
                        i % 2 == 0
                                ? net.connect(UnixDomainSocketAddress.of(path("s")))
                                : routed.connect(ConnectRequest.to("any", 1).withCancellation(signal)));
            }
            signal.cancel();
            for (int i = 0; i < 2 * MANY; i += 2) {
                assertThat(connects.get(i).cancel(true)).isTrue();
            }
            assertThatThrownBy(() -> connects.get(0).join()).isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> connects.get(1).get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(NetworkStreamClosedException.class)
                    .hasMessageContaining(path("s").toString());
            CompletableFuture<AsyncNetworkStreamInterface> last = net.connect(UnixDomainSocketAddress.of(path("s")));
            CompletableFuture<Void> accepting = CompletableFuture.runAsync(() -> acceptAll(server), Timers.THREADS);
            last.get(20, TimeUnit.SECONDS).close().get(20, TimeUnit.SECONDS);
            server.close();
            accepting.get(20, TimeUnit.SECONDS);
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    /** Accepts until the channel is closed: a connection made just before it was abandoned is also in the backlog. */
    private static void acceptAll(ServerSocketChannel server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (ClosedChannelException e) {
            // the test has ended
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
