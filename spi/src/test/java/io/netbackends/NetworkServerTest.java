// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.CapturedLog;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkServerTest {
    private final QueueListener listener = new QueueListener();

    @AfterEach
    void closeTheListener() {
        listener.close();
    }

    @Test
    void severalStreamsAreServedAtATime() throws Exception {
        // A handler passes only if three handlers run at the same time.
        CyclicBarrier together = new CyclicBarrier(3);
        List<WaitingStream> streams = List.of(new WaitingStream(), new WaitingStream(), new WaitingStream());
        try (NetworkServer server = NetworkServer.serve(listener, stream -> {
            together.await(10, TimeUnit.SECONDS);
            stream.write("served".getBytes(US_ASCII));
        })) {
            assertThat(server).hasToString("<NetworkServer [\"/run/test\"]>");
            streams.forEach(listener::connect);
            for (WaitingStream stream : streams) {
                stream.awaitClosed();
                assertThat(stream.written()).isEqualTo("served");
            }
        }
    }

    @Test
    void aStreamIsClosedWhenItsHandlerReturns() throws Exception {
        CountDownLatch mayReturn = new CountDownLatch(1);
        WaitingStream stream = new WaitingStream();
        try (NetworkServer server = NetworkServer.serve(listener, s -> {
            s.write(new byte[] {'x'});
            mayReturn.await();
        })) {
            listener.connect(stream);
            stream.awaitWritten();
            assertThat(stream.isOpen()).isTrue();

            mayReturn.countDown();

            stream.awaitClosed();
            assertThat(server.getLocalAddress()).isSameAs(listener.getLocalAddress());
        }
    }

    @Test
    void closeEndsTheHandlersAndTheAcceptThread() throws Exception {
        Set<Thread> handlers = ConcurrentHashMap.newKeySet();
        WaitingStream first = new WaitingStream();
        WaitingStream second = new WaitingStream();
        NetworkServer server = NetworkServer.serve(listener, stream -> {
            handlers.add(Thread.currentThread());
            stream.write(new byte[] {'x'});
            stream.read();
        });
        listener.connect(first);
        listener.connect(second);
        first.awaitWritten();
        second.awaitWritten();

        server.close();
        server.close();

        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isFalse();
        assertThat(handlers).hasSize(2).allSatisfy(NetworkServerTest::assertEnds);
        assertEnds(listener.acceptThread());
        assertThat(listener.isClosed()).isTrue();
        assertThat(server).hasToString("<NetworkServer [\"/run/test\" CLOSED]>");
    }

    @Test
    void aStreamAcceptedWhileTheServerClosesIsClosedToo() throws Exception {
        WaitingStream late = new WaitingStream();
        NetworkServer server = NetworkServer.serve(listener, NetworkStreamInterface::read);
        listener.acceptThread();
        listener.acceptOnClose(late);

        server.close();

        late.awaitClosed();
        assertEnds(listener.acceptThread());
    }

    @Test
    void aListenerClosedByItsOwnerEndsTheServerWhichTells() throws Exception {
        NetworkServer server = NetworkServer.serve(listener, stream -> {});
        Thread accepting = listener.acceptThread();
        assertThat(server.ended().toCompletableFuture()).isNotDone();

        listener.close();

        assertEnds(accepting);
        assertThat(server.ended().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void theEndAfterCloseIsNoFailure() throws Exception {
        NetworkServer server = NetworkServer.serve(listener, stream -> {});
        listener.acceptThread();

        server.close();

        assertThat(server.ended().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aListenerThatOnlyFailsIsTriedAgainAfterPauses(Throwable failure) throws Exception {
        listener.failAlways(failure);
        try (CapturedLog log = new CapturedLog(NetworkServer.class);
                NetworkServer server =
                        NetworkServer.serve(listener, stream -> stream.write("served".getBytes(US_ASCII)))) {
            Threads.awaitBlocked(listener.acceptThread());
            assertThat(listener.accepts()).isLessThan(50);
            assertThat(server.ended().toCompletableFuture()).isNotDone();
            WaitingStream stream = new WaitingStream();

            listener.failNoMore();
            listener.connect(stream);

            stream.awaitClosed();
            assertThat(stream.written()).isEqualTo("served");
            assertThat(log.next()).endsWith(": accepting failed: " + failure);
        }
    }

    static Stream<Throwable> failures() {
        return Stream.of(new IOException("too many open files"), new OutOfMemoryError("injected"));
    }

    @Test
    void closeEndsAPauseAfterAFailure() throws Exception {
        listener.failAlways(new IOException("too many open files"));
        try (CapturedLog log = new CapturedLog(NetworkServer.class)) {
            NetworkServer server = NetworkServer.serve(listener, stream -> {});
            Threads.awaitBlocked(listener.acceptThread());

            server.close();

            assertEnds(listener.acceptThread());
            assertThat(server.ended().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
            assertThat(log.next()).endsWith(": accepting failed: java.io.IOException: too many open files");
        }
    }

    @Test
    void itsThreadsKeepNoJvmAliveAndAreVirtualWhereThereAreAny() throws Exception {
        BlockingQueue<Thread> handlers = new LinkedBlockingQueue<>();
        try (NetworkServer server = NetworkServer.serve(listener, stream -> handlers.add(Thread.currentThread()))) {
            listener.connect(new WaitingStream());
            Thread handler = handlers.poll(10, TimeUnit.SECONDS);

            assertThat(List.of(handler, listener.acceptThread())).allSatisfy(thread -> {
                assertThat(thread.isDaemon()).isTrue();
                assertThat(isVirtual(thread)).isEqualTo(Threads.virtualAvailable());
            });
            assertThat(handler.getName()).startsWith("netbackends-serve-<WaitingStream>");
            assertThat(listener.acceptThread().getName()).isEqualTo("netbackends-accept-/run/test");
            assertThat(server).isNotNull();
        }
    }

    private static void assertEnds(Thread thread) throws InterruptedException {
        thread.join(Duration.ofSeconds(10).toMillis());
        assertThat(thread.isAlive()).as(thread + " is alive").isFalse();
    }

    private static boolean isVirtual(Thread thread) throws Exception {
        return Threads.virtualAvailable()
                && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }
}
