// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Waiting on threads of both kinds, and closing on another thread. */
class ReadinessTest {
    private Set<String> socketsBefore;
    private ChannelPair pair;
    private Readiness readiness;
    private ClosingWatchdog watchdog;

    static Stream<Boolean> kindsOfThreads() {
        return Threads.virtualAvailable() ? Stream.of(false, true) : Stream.of(false);
    }

    @BeforeEach
    void connect() throws Exception {
        ChannelPair.connected().close(); // with the first one, the JDK opens a socket for its own use
        socketsBefore = Descriptors.sockets();
        pair = ChannelPair.nonBlocking();
        readiness = new Readiness(pair.near());
        watchdog = ClosingWatchdog.after(Duration.ofSeconds(60), pair, readiness::close);
    }

    @AfterEach
    void close() throws Exception {
        readiness.close();
        pair.close();
        watchdog.close();
    }

    @ParameterizedTest(name = "virtual {0}")
    @MethodSource("kindsOfThreads")
    void waiterIsWokenWhenSomethingHasCome(boolean virtual) throws Exception {
        for (int i = 0; i < 100; i++) {
            Background<Void> waiter = waiter(virtual, SelectionKey.OP_READ);
            if (i % 2 == 0) {
                Threads.awaitBlocked(waiter.thread());
            }
            pair.send();
            waiter.get();
            assertThat(pair.near().read(ByteBuffer.allocate(2))).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "virtual {0}")
    @MethodSource("kindsOfThreads")
    void readerAndWriterWaitTogether(boolean virtual) throws Exception {
        fill();
        Background<Void> reader = waiter(virtual, SelectionKey.OP_READ);
        Background<Void> writer = waiter(virtual, SelectionKey.OP_WRITE);
        Threads.awaitBlocked(reader.thread());
        Threads.awaitBlocked(writer.thread());
        pair.send();
        reader.get();
        Threads.awaitBlocked(writer.thread());
        pair.far().configureBlocking(false);
        while (writer.thread().isAlive()) {
            pair.far().read(ByteBuffer.allocate(1 << 20));
        }
        writer.get();
    }

    @ParameterizedTest(name = "virtual {0}")
    @MethodSource("kindsOfThreads")
    void closeWakesAllWaitingThreadsAndFreesTheDescriptorAtOnce(boolean virtual) throws Exception {
        fill();
        Background<Void> reader = waiter(virtual, SelectionKey.OP_READ);
        Background<Void> writer = waiter(virtual, SelectionKey.OP_WRITE);
        Threads.awaitBlocked(reader.thread());
        Threads.awaitBlocked(writer.thread());
        readiness.close();
        assertThat(Descriptors.sockets()).hasSize(socketsBefore.size() + 1); // the peer's end
        assertThat(reader.failure()).isInstanceOf(ClosedChannelException.class);
        assertThat(writer.failure()).isInstanceOf(ClosedChannelException.class);
    }

    @ParameterizedTest(name = "virtual {0}")
    @MethodSource("kindsOfThreads")
    void closeFreesTheDescriptorWhileItsFormerReaderWaitsForAnother(boolean virtual) throws Exception {
        try (ChannelPair other = ChannelPair.nonBlocking()) {
            Readiness next = new Readiness(other.near());
            pair.send();
            Background<Void> reader = Background.run(virtual, () -> {
                readiness.await(SelectionKey.OP_READ, "read");
                next.await(SelectionKey.OP_READ, "read");
                return null;
            });
            Threads.awaitBlocked(reader.thread());
            readiness.close();
            assertThat(Descriptors.sockets()).hasSize(socketsBefore.size() + 3);
            other.send();
            reader.get();
            next.close();
        }
    }

    @ParameterizedTest(name = "virtual {0}")
    @MethodSource("kindsOfThreads")
    void interruptEndsAWaitAndKeepsTheFlag(boolean virtual) throws Exception {
        Background<Boolean> waiter = Background.run(virtual, () -> {
            assertThatThrownBy(() -> readiness.await(SelectionKey.OP_READ, "read"))
                    .isInstanceOf(InterruptedIOException.class);
            return Thread.currentThread().isInterrupted();
        });
        Threads.awaitBlocked(waiter.thread());
        waiter.thread().interrupt();
        assertThat(waiter.get()).isTrue();
        pair.send();
        readiness.await(SelectionKey.OP_READ, "read");
    }

    @Test
    void channelMovesFromThreadToThread() throws Exception {
        for (int i = 0; i < 50; i++) {
            boolean virtual = Threads.virtualAvailable() && i % 3 == 0;
            Background<Void> waiter = Background.run(virtual, () -> {
                try (Timeout timeout = Timeout.after(Duration.ofMillis(2))) {
                    assertThatThrownBy(() -> readiness.await(SelectionKey.OP_READ, "read"))
                            .isInstanceOf(NetworkTimeoutException.class);
                    return null;
                }
            });
            waiter.get();
        }
        pair.send();
        readiness.await(SelectionKey.OP_READ, "read");
    }

    @Test
    void closeMeetsTheBeginningOfAWaitAtAnyMoment() throws Exception {
        for (int i = 0; i < 2000; i++) {
            try (ChannelPair fresh = ChannelPair.nonBlocking()) {
                Readiness closing = new Readiness(fresh.near());
                Thread closer = Threads.start(false, () -> closeQuietly(closing));
                while (closing.isOpen()) {
                    awaitQuietly(closing);
                }
                closer.join();
                assertThat(fresh.near().isRegistered()).isFalse();
            }
        }
    }

    private static void awaitQuietly(Readiness closing) throws Exception {
        try {
            closing.await(SelectionKey.OP_READ, "read");
        } catch (ClosedChannelException e) {
            assertThat(closing.isOpen()).isFalse();
        }
    }

    private static void closeQuietly(Readiness closing) {
        try {
            closing.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Background<Void> waiter(boolean virtual, int op) {
        return Background.run(virtual, () -> {
            readiness.await(op, "wait");
            if (!readiness.isOpen()) {
                throw new ClosedChannelException(); // as the waiting call would
            }
            return null;
        });
    }

    /** Writes until the buffers are full. */
    private void fill() throws Exception {
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        for (int idle = 0; idle < 100; ) { // the kernel moves bytes for a short time afterwards
            idle = pair.near().write(block.clear()) == 0 ? idle + 1 : 0;
        }
    }
}
