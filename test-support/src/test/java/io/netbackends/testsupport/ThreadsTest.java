// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadsTest {
    static Stream<Boolean> kinds() {
        return Threads.virtualAvailable() ? Stream.of(false, true) : Stream.of(false);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aThreadReadingFromASilentSocketIsBlocked(boolean virtual) throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent());
                Socket socket = new Socket("127.0.0.1", peer.port())) {
            assertBlocksUntilClosed(virtual, () -> socket.getInputStream().read(), socket);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aThreadReadingWithATimeoutIsBlocked(boolean virtual) throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent());
                Socket socket = new Socket("127.0.0.1", peer.port())) {
            socket.setSoTimeout(60_000);
            assertBlocksUntilClosed(virtual, () -> socket.getInputStream().read(), socket);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aThreadWritingToAFullSocketIsBlocked(boolean virtual) throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent());
                Socket socket = new Socket("127.0.0.1", peer.port())) {
            Callable<Void> write = () -> {
                socket.getOutputStream().write(new byte[100_000_000]);
                return null;
            };
            assertBlocksUntilClosed(virtual, write, socket);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aThreadReadingFromAChannelIsBlocked(boolean virtual) throws Exception {
        try (PlainServer peer = PlainServer.listening().serve(PlainServer.silent());
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", peer.port()))) {
            assertBlocksUntilClosed(virtual, () -> channel.read(java.nio.ByteBuffer.allocate(1)), channel);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aThreadConnectingToABlackholeIsBlocked(boolean virtual) throws Exception {
        try (PlainServer peer = PlainServer.blackhole();
                Socket socket = new Socket()) {
            Callable<Void> connect = () -> {
                socket.connect(peer.address());
                return null;
            };
            assertBlocksUntilClosed(virtual, connect, socket);
        }
    }

    private static void assertBlocksUntilClosed(boolean virtual, Callable<?> call, AutoCloseable end) throws Exception {
        Background<?> background = Background.run(virtual, call);
        Threads.awaitBlocked(background.thread());
        assertThat(background.thread().isAlive()).isTrue();
        end.close();
        assertThat(background.failure()).isInstanceOf(IOException.class);
    }

    @Test
    void aWaitingThreadIsBlocked() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        Background<String> background = Background.run(() -> {
            latch.await();
            return "done";
        });
        Threads.awaitBlocked(background.thread());
        latch.countDown();
        assertThat(background.get()).isEqualTo("done");
    }

    @Test
    void aThreadThatEndsIsNotBlocked() throws Exception {
        Thread thread = Threads.start(false, () -> {});
        assertThatThrownBy(() -> Threads.awaitBlocked(thread))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("has ended");
    }

    @Test
    void aBusyThreadIsNotBlocked() {
        AtomicBoolean stop = new AtomicBoolean();
        Thread thread = Threads.start(false, () -> {
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        });
        try {
            assertThatThrownBy(() -> Threads.awaitBlocked(thread, Duration.ofMillis(100)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("required to block");
        } finally {
            stop.set(true);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aFailureInTheBackgroundComesToTheForegroundAsItIs(boolean virtual) {
        IOException failure = new IOException("background's own");
        Background<?> background = Background.run(virtual, () -> {
            throw failure;
        });
        assertThatThrownBy(background::get).isSameAs(failure);
    }

    @Test
    void aCallThatSucceedsHasNoFailure() {
        Background<Integer> background = Background.run(() -> 5);
        assertThatThrownBy(background::failure)
                .isInstanceOf(AssertionError.class)
                .hasMessage("call returned 5; it was required to throw");
    }

    @Test
    void virtualThreadsAreRefusedWhereThereAreNone() {
        assumeTrue(!Threads.virtualAvailable());
        assertThatThrownBy(() -> Threads.start(true, () -> {})).isInstanceOf(UnsupportedOperationException.class);
    }
}
