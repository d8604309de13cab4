// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connects to a listener whose backlog is full. */
class FullBacklogTest extends UnixSocketTestBase {
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
    void whereThereIsNoListenerTheTextOfAFullBacklogIsNotLookedFor() throws Exception {
        Path temporary = Files.createDirectory(path("tmp"));
        Files.setLastModifiedTime(temporary, FileTime.fromMillis(0));
        ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                .property("java.io.tmpdir", temporary.toString())
                .run(Connecting.class.getName(), path("missing").toString());
        assertThat(result.out()).contains("there is no such file");
        assertThat(Files.getLastModifiedTime(temporary).toMillis()).isZero();
    }

    @Test
    void whatElseGoesWrongWhileAskingIsNoFullBacklog() throws Exception {
        Path tooLong = Files.createDirectory(pathOf(120)); // for the socket under test, and for this one
        ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                .property("java.io.tmpdir", tooLong.toString())
                .run(Connecting.class.getName(), tooLong.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("the path has 120 bytes");
    }

    /** Connects to a path and returns the outcome. */
    static final class Connecting {
        public static void main(String[] args) {
            try (Timeout timeout = Timeout.after(LONG);
                    NetworkStreamInterface stream =
                            UnixSocketBackend.of(Path.of(args[0])).connect("any", 1)) {
                System.out.println(stream);
            } catch (IOException e) {
                System.out.println(e);
            }
        }
    }
}
