// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkServer;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.testsupport.Background;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The asynchronous half of the network, alone and together with blocking callers. */
class AsyncMemoryTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final MemoryBackend blocking = MemoryBackend.builder().backlog(1).build();
    private final AsyncNetworkBackendInterface net = blocking.async();

    @Test
    void aClientThatWaitsTalksToAServerThatDoesNot() throws Exception {
        AsyncNetworkServer server = AsyncNetworkServer.serve(
                listen(),
                stream -> stream.readEach(3, bytes -> stream.write(bytes).thenApply(written -> true)));
        try (NetworkStreamInterface client = blocking.connect("api.test", 80)) {
            client.write("hello".getBytes(US_ASCII));
            client.shutdownOutput();

            assertThat(client.inputStream().readAllBytes()).asString(US_ASCII).isEqualTo("hello");
        }
        assertThat(server.close()).succeedsWithin(LONG);
    }

    @Test
    void aClientThatDoesNotWaitTalksToAServerThatDoes() throws Exception {
        try (NetworkListenerInterface listener = blocking.listen("api.test", 80)) {
            CompletableFuture<byte[]> answer = net.connect("api.test", 80)
                    .thenCompose(opened -> opened.use(stream ->
                            stream.write("hello".getBytes(US_ASCII)).thenCompose(written -> stream.readAll(100))));
            try (NetworkStreamInterface server = listener.accept()) {
                assertThat(server.read(5)).asString(US_ASCII).isEqualTo("hello");
                server.write("bye".getBytes(US_ASCII));
            }

            assertThat(value(answer)).asString(US_ASCII).isEqualTo("bye");
        }
    }

    @Test
    void aReadAndAWriteWaitForThePeerAndAreAwoken() throws Exception {
        AsyncNetworkListenerInterface listener = listen();
        AsyncNetworkStreamInterface client = value(net.connect("api.test", 80));
        MemorySocket server = MemorySocket.of(value(listener.accept()));
        CompletableFuture<byte[]> read = client.read();
        CompletableFuture<Void> write = client.write(new byte[100_000]); // more than the buffer holds
        assertThat(read).isNotDone();
        assertThat(write).isNotDone();

        server.getOutputStream().write(1);
        assertThat(value(read)).containsExactly(1);
        server.getInputStream().readNBytes(100_000);

        assertThat(write).succeedsWithin(LONG);
        assertThat(MemorySocket.of(client).isPeerClosed()).isFalse();
    }

    @Test
    void aResetFailsTheReadThatWaits() throws Exception {
        AsyncNetworkListenerInterface listener = listen();
        CompletableFuture<byte[]> read = value(net.connect("api.test", 80)).read();

        MemorySocket.of(value(listener.accept())).reset();

        assertThat(failure(read)).isInstanceOf(SocketException.class).hasMessageContaining("api.test:80");
    }

    @Test
    void acceptsAreServedInOrderAndOneThatIsGivenUpLosesNoConnection() throws Exception {
        AsyncNetworkListenerInterface listener = listen();
        CompletableFuture<AsyncNetworkStreamInterface> first = listener.accept();
        CompletableFuture<AsyncNetworkStreamInterface> second = listener.accept();
        CompletableFuture<AsyncNetworkStreamInterface> third = listener.accept();

        assertThat(second.cancel(true)).isTrue();
        value(net.connect("api.test", 80)).write("1".getBytes(US_ASCII));
        value(net.connect("api.test", 80)).write("3".getBytes(US_ASCII));

        assertThat(value(value(first).read())).asString(US_ASCII).isEqualTo("1");
        assertThat(value(value(third).read())).asString(US_ASCII).isEqualTo("3");
        assertThat(first.cancel(true)).isFalse();
    }

    @Test
    void anAcceptObeysItsDeadlineEvenOneThatHasPassed() throws Exception {
        AsyncNetworkListenerInterface listener = listen();

        CompletableFuture<AsyncNetworkStreamInterface> soon =
                Timeout.within(Duration.ofMillis(20), limit -> listener.accept());
        assertThat(failure(soon))
                .isInstanceOf(NetworkTimeoutException.class)
                .hasMessageStartingWith("accept on api.test:80");
        try (Timeout passed = Timeout.after(Duration.ZERO)) {
            assertThat(failure(listener.accept())).isInstanceOf(NetworkTimeoutException.class);
            assertThat(failure(net.connect("api.test", 80))).isInstanceOf(NetworkTimeoutException.class);
            assertThat(failure(net.listen("api.test", 81))).isInstanceOf(NetworkTimeoutException.class);
            assertThat(passed.isExpired()).isTrue();
        }
    }

    @Test
    void aConnectWaitsWhileTheBacklogIsFullAndGetsTheRoomThatAnAcceptMakes() throws Exception {
        AsyncNetworkListenerInterface listener = listen();
        value(net.connect("api.test", 80)).write("1".getBytes(US_ASCII));
        CompletableFuture<AsyncNetworkStreamInterface> second = net.connect("api.test", 80);
        CompletableFuture<AsyncNetworkStreamInterface> third = net.connect("api.test", 80);
        assertThat(second).isNotDone();

        assertThat(second.cancel(true)).isTrue();
        assertThat(value(value(listener.accept()).read())).asString(US_ASCII).isEqualTo("1");
        value(third).write("3".getBytes(US_ASCII));

        assertThat(value(value(listener.accept()).read())).asString(US_ASCII).isEqualTo("3");
        assertThat(listener.accept()).isNotDone(); // the cancelled call has left nothing behind
    }

    @Test
    void aConnectThatWaitsForRoomEndsByItsDeadlineItsSignalOrTheListener() throws Exception {
        AsyncNetworkListenerInterface listener = listen();
        value(net.connect("api.test", 80));
        CancellationSignal signal = new CancellationSignal();
        ConnectRequest request = ConnectRequest.to("api.test", 80).withCancellation(signal);

        assertThat(failure(Timeout.within(Duration.ofMillis(20), limit -> net.connect("api.test", 80))))
                .isInstanceOf(NetworkTimeoutException.class);
        CompletableFuture<AsyncNetworkStreamInterface> signalled = net.connect(request);
        CompletableFuture<AsyncNetworkStreamInterface> refused = net.connect("api.test", 80);
        signal.cancel();
        assertThat(failure(signalled))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessage("connect to api.test:80: the connect was cancelled");
        assertThat(failure(net.connect(request))).isInstanceOf(NetworkStreamClosedException.class);

        assertThat(listener.close()).succeedsWithin(LONG);

        assertThat(failure(refused))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connect to api.test:80: connection refused, the listener is closed");
    }

    @Test
    void aBlockedConnectAndABlockedAcceptMeetCallsThatDoNotBlock() throws Exception {
        AsyncNetworkListenerInterface listener = listen();
        value(net.connect("api.test", 80));
        Background<NetworkStreamInterface> connecting = Background.run(() -> blocking.connect("api.test", 80));

        value(listener.accept());
        value(listener.accept());

        connecting.get().close();
        try (NetworkListenerInterface other = blocking.listen("other.test", 80)) {
            Background<NetworkStreamInterface> accepting = Background.run(other::accept);
            value(net.connect("other.test", 80));
            accepting.get().close();
        }
    }

    @Test
    void closingAListenerFailsItsAcceptsAndResetsWhatWasNotAccepted() throws Exception {
        AsyncNetworkListenerInterface listener = listen();
        CompletableFuture<AsyncNetworkStreamInterface> accept = listener.accept();
        assertThat(listener).hasToString("<AsyncNetworkListener [\"api.test:80\"]>");

        assertThat(listener.close()).succeedsWithin(LONG);

        assertThat(failure(accept)).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(failure(listener.accept())).isInstanceOf(NetworkStreamClosedException.class);
        assertThat(listener).hasToString("<AsyncNetworkListener [\"api.test:80\" CLOSED]>");
        assertThat(listener.isOpen()).isFalse();
        AsyncNetworkListenerInterface again = listen();
        AsyncNetworkStreamInterface client = value(net.connect("api.test", 80));
        again.close();
        assertThat(failure(client.read())).isInstanceOf(SocketException.class);
    }

    @Test
    void badCallsFailTheirFutures() throws Exception {
        ConnectRequest request = ConnectRequest.to("api.test", 80);
        assertThat(failure(net.connect((String) null, 80))).isInstanceOf(NullPointerException.class);
        assertThat(failure(net.connect("api.test", 65536))).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure(net.connect((ConnectRequest) null))).isInstanceOf(NullPointerException.class);
        assertThat(failure(net.connect(request.withOption(StandardSocketOptions.TCP_NODELAY, true))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("<AsyncMemoryBackend>");
        assertThat(failure(net.connect(request.withLocalAddress(new InetSocketAddress("127.0.0.1", 1)))))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(failure(net.connect("api.test", 80)))
                .isInstanceOf(ConnectException.class)
                .hasMessage("connect to api.test:80: connection refused, no listener");
        listen();
        assertThat(failure(net.listen("api.test", 80))).isInstanceOf(BindException.class);
        AsyncNetworkStreamInterface hidden = new Hidden(value(net.connect("api.test", 80)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemorySocket.of(hidden))
                .withMessageContaining("must be one of the memory backend");
    }

    /** Hides the wrapped stream. */
    private static final class Hidden extends AsyncForwardingNetworkStream {
        Hidden(AsyncNetworkStreamInterface stream) {
            super(stream);
        }

        @Override
        public Object getExtraInfo(String key) {
            return null;
        }
    }

    @Test
    void bothHalvesOfWhatIsSelectedByNameAreOneNetwork() throws Exception {
        AsyncNetworkBackend named = AsyncNetworkBackend.named("memory");
        assertThat(named).hasToString("<AsyncNetworkBackend [memory, event loop]>");
        AsyncNetworkListenerInterface listener = value(named.listen("shared.test", 80));
        try (NetworkStreamInterface client = NetworkBackend.named("memory").connect("shared.test", 80)) {
            client.write("x".getBytes(US_ASCII));

            assertThat(value(value(listener.accept()).read()))
                    .asString(US_ASCII)
                    .isEqualTo("x");
        } finally {
            listener.close();
        }
    }

    @Test
    void callsThatAreCompleteAtOnceDoNotGrowTheStack() throws Exception {
        AsyncNetworkListenerInterface listener = listen();
        List<AsyncNetworkStreamInterface> accepted = new ArrayList<>();

        CompletableFuture<Void> all = connectAndAccept(listener, accepted, 20_000);

        assertThat(all).succeedsWithin(Duration.ofSeconds(60));
        assertThat(accepted).hasSize(20_000);
    }

    private CompletableFuture<Void> connectAndAccept(
            AsyncNetworkListenerInterface listener, List<AsyncNetworkStreamInterface> accepted, int more) {
        return more == 0
                ? CompletableFuture.completedFuture(null)
                : net.connect("api.test", 80)
                        .thenCompose(client -> listener.accept())
                        .thenCompose(stream -> {
                            accepted.add(stream);
                            return connectAndAccept(listener, accepted, more - 1);
                        });
    }

    private AsyncNetworkListenerInterface listen() throws Exception {
        return value(net.listen("api.test", 80));
    }

    private static <T> T value(CompletableFuture<T> call) throws Exception {
        return Background.run(() -> call.get()).get();
    }

    private static Throwable failure(CompletableFuture<?> call) throws Exception {
        Throwable failure = Background.run(() -> call.get()).failure();
        assertThat(failure).isInstanceOf(ExecutionException.class);
        return failure.getCause();
    }
}
