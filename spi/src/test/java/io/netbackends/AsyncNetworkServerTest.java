// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkServer;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.testsupport.CapturedLog;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An asynchronous server, whose connections come from a blocking listener. */
class AsyncNetworkServerTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    private final QueueListener listener = new QueueListener();

    @AfterEach
    void closeTheListener() {
        listener.close();
    }

    @Test
    void severalStreamsAreServedAtATimeUntilTheStagesOfTheirHandlersAreComplete() throws Exception {
        BlockingQueue<CompletableFuture<Void>> stages = new LinkedBlockingQueue<>();
        List<WaitingStream> streams = List.of(new WaitingStream(), new WaitingStream(), new WaitingStream());
        AsyncNetworkServer server = serve(stream -> {
            CompletableFuture<Void> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage.thenCompose(ready -> stream.write("served".getBytes(US_ASCII)));
        });

        streams.forEach(listener::connect);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < streams.size(); i++) {
            all.add(stages.poll(LONG.toSeconds(), TimeUnit.SECONDS));
        }
        assertThat(streams).allMatch(WaitingStream::isOpen);
        all.forEach(stage -> stage.complete(null));

        for (WaitingStream stream : streams) {
            stream.awaitClosed();
            assertThat(stream.written()).isEqualTo("served");
        }
        assertThat(server).hasToString("<AsyncNetworkServer [\"/run/test\"]>");
        assertThat(server.getLocalAddress()).isSameAs(listener.getLocalAddress());
        assertThat(server.close()).succeedsWithin(LONG);
    }

    @ParameterizedTest
    @MethodSource("badHandlers")
    void aHandlerThatFailsClosesItsStreamIsLoggedAndSpoilsNoOther(
            Function<AsyncNetworkStreamInterface, CompletionStage<?>> bad, String problem) throws Exception {
        WaitingStream unlucky = new WaitingStream();
        WaitingStream next = new WaitingStream();
        try (CapturedLog logged = new CapturedLog(AsyncNetworkServer.class)) {
            AsyncNetworkServer server = serve(stream -> unlucky.isOpen() ? bad.apply(stream) : writing(stream));
            listener.connect(unlucky);
            unlucky.awaitClosed();

            listener.connect(next);
            next.awaitClosed();

            assertThat(next.written()).isEqualTo("served");
            assertThat(logged.next()).contains(": handler failed").contains(problem);
            assertThat(server.close()).succeedsWithin(LONG);
        }
    }

    static Stream<Arguments> badHandlers() {
        return Stream.of(
                badHandler(stream -> CompletableFuture.failedFuture(new IOException("in vain")), "in vain"),
                badHandler(
                        stream -> {
                            throw new IllegalStateException("thrown");
                        },
                        "thrown"),
                badHandler(
                        stream -> {
                            throw new StackOverflowError("deep");
                        },
                        "deep"),
                badHandler(stream -> null, "the handler returned null; a stage was required"));
    }

    private static Arguments badHandler(
            Function<AsyncNetworkStreamInterface, CompletionStage<?>> handler, String problem) {
        return Arguments.of(handler, problem);
    }

    @Test
    void closeEndsTheHandlersCallsAndCompletesWhenTheStreamsAreClosed() throws Exception {
        BlockingQueue<CompletableFuture<?>> reads = new LinkedBlockingQueue<>();
        WaitingStream first = new WaitingStream();
        WaitingStream second = new WaitingStream();
        AsyncNetworkServer server = serve(stream -> {
            CompletableFuture<byte[]> read = stream.read();
            reads.add(read);
            return read;
        });
        listener.connect(first);
        listener.connect(second);
        CompletableFuture<?> one = reads.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<?> other = reads.poll(LONG.toSeconds(), TimeUnit.SECONDS);

        CompletableFuture<Void> closing = server.close();
        assertThat(closing.cancel(true)).isFalse();
        assertThat(closing).succeedsWithin(LONG);
        assertThat(server.close()).succeedsWithin(LONG);

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isFalse();
        assertThat(List.of(one, other))
                .allSatisfy(read -> assertThat(read)
                        .failsWithin(LONG)
                        .withThrowableOfType(ExecutionException.class)
                        .withCauseInstanceOf(NetworkStreamClosedException.class));
        assertThat(listener.isClosed()).isTrue();
        assertThat(server.ended()).succeedsWithin(LONG);
        assertThat(server).hasToString("<AsyncNetworkServer [\"/run/test\" CLOSED]>");
    }

    @Test
    void aStreamAcceptedWhileTheServerClosesIsClosedToo() throws Exception {
        WaitingStream late = new WaitingStream();
        AsyncNetworkServer server = serve(AsyncNetworkStreamInterface::read);
        listener.acceptThread();
        listener.acceptOnClose(late);

        server.close();

        late.awaitClosed();
    }

    @Test
    void aListenerClosedByItsOwnerEndsTheServerWhichTells() throws Exception {
        AsyncNetworkServer server = serve(AsyncNetworkStreamInterface::read);
        listener.acceptThread();
        assertThat(server.ended()).isNotDone();
        assertThat(server.ended().cancel(true)).isFalse();

        listener.close();

        assertThat(server.ended())
                .failsWithin(LONG)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NetworkStreamClosedException.class);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListenerThatOnlyFailsIsTriedAgainAfterPauses(Throwable failure) throws Exception {
        listener.failAlways(failure);
        try (CapturedLog logged = new CapturedLog(AsyncNetworkServer.class)) {
            AsyncNetworkServer server = serve(AsyncNetworkServerTest::writing);
            for (int i = 0; i < 4; i++) {
                assertThat(logged.next()).contains(": accepting failed").contains(failure.getMessage());
            }
            assertThat(listener.accepts()).isLessThan(50);
            assertThat(server.ended()).isNotDone();
            WaitingStream stream = new WaitingStream();

            listener.failNoMore();
            listener.connect(stream);

            stream.awaitClosed();
            assertThat(stream.written()).isEqualTo("served");
            assertThat(server.close()).succeedsWithin(LONG);
        }
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException("too many open files"),
                new IllegalStateException("refused by a decorator"),
                new OutOfMemoryError("injected"));
    }

    @Test
    void closeEndsAPauseAfterAFailure() throws Exception {
        listener.failAlways(new IOException("too many open files"));
        try (CapturedLog logged = new CapturedLog(AsyncNetworkServer.class)) {
            AsyncNetworkServer server = serve(AsyncNetworkStreamInterface::read);
            for (int i = 0; i < 6; i++) {
                logged.next();
            }
            int accepts = listener.accepts(); // now the pause is 160 ms

            assertThat(server.close()).succeedsWithin(LONG);

            assertThat(server.ended()).succeedsWithin(LONG);
            assertThat(listener.accepts()).isEqualTo(accepts);
        }
    }

    @Test
    void theDeadlinesOfWhereItIsStartedDoNotApplyToIt() throws Exception {
        BlockingQueue<Boolean> active = new LinkedBlockingQueue<>();
        AsyncNetworkServer server;
        try (Timeout starting = Timeout.after(Duration.ofHours(1))) {
            server = serve(stream -> {
                active.add(Timeout.isActive());
                return stream.write(new byte[] {1});
            });
            assertThat(starting.isExpired()).isFalse();
        }
        listener.connect(new WaitingStream());

        assertThat(active.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isFalse();
        assertThat(server.close()).succeedsWithin(LONG);
    }

    @Test
    void connectionsThatWaitAlreadyDoNotKeepTheThreadNorGrowTheStack() throws Exception {
        int connections = 20_000;
        ReadyListener ready = new ReadyListener(connections);

        AsyncNetworkServer server = AsyncNetworkServer.serve(ready, stream -> stream.close());
        int atOnce = ready.accepted.get();

        assertThat(atOnce).isLessThan(connections / 2);
        assertThat(ready.allAccepted).succeedsWithin(LONG);
        assertThat(server.ended()).isNotDone();
    }

    /** Provides this number of connections immediately, and no more. */
    private static final class ReadyListener implements AsyncNetworkListenerInterface {
        private final AtomicInteger accepted = new AtomicInteger();
        private final CompletableFuture<Void> allAccepted = new CompletableFuture<>();
        private final int connections;

        ReadyListener(int connections) {
            this.connections = connections;
        }

        @Override
        public CompletableFuture<AsyncNetworkStreamInterface> accept() {
            if (accepted.incrementAndGet() > connections) {
                allAccepted.complete(null);
                return new CompletableFuture<>();
            }
            return CompletableFuture.completedFuture(new ClosedStream());
        }

        @Override
        public SocketAddress getLocalAddress() {
            return UnixDomainSocketAddress.of("/run/test");
        }

        @Override
        public CompletableFuture<Void> close() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    private static final class ClosedStream implements AsyncNetworkStreamInterface {
        @Override
        public CompletableFuture<byte[]> read(int maxBytes) {
            throw new AssertionError();
        }

        @Override
        public CompletableFuture<Void> write(ByteBuffer src) {
            throw new AssertionError();
        }

        @Override
        public CompletableFuture<Void> startTls(SSLEngine engine) {
            throw new AssertionError();
        }

        @Override
        public CompletableFuture<Void> close() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isOpen() {
            return false;
        }

        @Override
        public Object getExtraInfo(String key) {
            return null;
        }
    }

    private AsyncNetworkServer serve(Function<AsyncNetworkStreamInterface, CompletionStage<?>> handler)
            throws Exception {
        return AsyncNetworkServer.serve(overThreads(), handler);
    }

    private AsyncNetworkListenerInterface overThreads() throws Exception {
        NetworkBackendInterface blocking = new NetworkBackendInterface() {
            @Override
            public NetworkStreamInterface connect(String host, int port) {
                throw new AssertionError("it only listens");
            }

            @Override
            public NetworkListenerInterface listen(String host, int port) {
                return listener;
            }
        };
        return AsyncNetworkBackend.overThreads(blocking).listen("test", 0).get();
    }

    private static CompletionStage<?> writing(AsyncNetworkStreamInterface stream) {
        return stream.write("served".getBytes(US_ASCII));
    }
}
