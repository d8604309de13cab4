// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.Threads;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connecting to a listener that has no room for the moment. */
class FullBacklogTest extends UnixSocketTest {
    static Stream<Boolean> kindsOfThreads() {
        return Threads.virtualAvailable() ? Stream.of(false, true) : Stream.of(false);
    }

    @ParameterizedTest(name = "on a virtual thread: {0}")
    @MethodSource("kindsOfThreads")
    void withoutADeadlineAConnectWaitsForRoom(boolean virtual) throws Exception {
        try (ServerSocketChannel server = listen(path("s"))) {
            List<SocketChannel> waiting = fillBacklog(path("s"));
            Background<NetworkStreamInterface> connecting = Background.run(virtual, () -> connect(path("s")));
            Threads.awaitBlocked(connecting.thread());
            for (SocketChannel channel : waiting) {
                server.accept().close();
                channel.close();
            }
            try (NetworkStreamInterface stream = connecting.get()) {
                assertConnected(stream, server);
            }
        }
    }

    @Test
    void waitingForRoomTimesOutNamesThePathAndCostsNextToNothing() throws Exception {
        try (ServerSocketChannel server = listen(path("s"))) {
            List<SocketChannel> waiting = fillBacklog(path("s"));
            Duration time = Duration.ofSeconds(1);
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long start = System.nanoTime();
            try (Timeout timeout = Timeout.after(time)) {
                assertThatThrownBy(() -> connect(path("s")))
                        .isInstanceOf(NetworkTimeoutException.class)
                        .hasMessageStartingWith("connect to " + path("s") + " timed out");
                assertThat(timeout.isExpired()).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(time.minusMillis(1));
            cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
            assertThat(Duration.ofNanos(cpu)).isLessThan(time.dividedBy(10));
            for (SocketChannel channel : waiting) {
                channel.close();
            }
            assertThat(server.isOpen()).isTrue();
        }
    }

    @Test
    void itIsKnownWhateverTheLanguage() throws Exception {
        String text = FullBacklog.learn();
        assertThat(text).isNotEmpty();
        assertThat(FullBacklog.isReason(new SocketException(text))).isTrue();
        assertThat(FullBacklog.isReason(new SocketException("Protocol wrong type for socket")))
                .isFalse();
    }
}
