// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.NetworkBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A process that temporarily cannot start threads: deadlines still apply, during and after the shortage, on the same stream.
 */
class ShortOfThreadsTest {
    private static final String TIMED_OUT = " PEER timed out: the deadline of 0.2 s has passed";

    @Test
    void a_write_to_a_socket_that_no_thread_can_watch_does_not_begin_and_works_after_relief() throws Exception {
        List<String> lines = run("socket");
        assertThat(lines).hasSize(5);
        assertThat(lines.get(2))
                .startsWith(
                        "write: SocketException: write to PEER: the process has no thread, descriptor or memory left for it");
        assertThat(lines.subList(0, 2))
                .containsExactly("read: 1 bytes", "read: NetworkTimeoutException: read from" + TIMED_OUT);
        assertThat(lines.subList(3, 5))
                .containsExactly("read: 1 bytes", "write: NetworkTimeoutException: write to" + TIMED_OUT);
    }

    @Test
    void a_channel_needs_no_thread_for_its_selector() throws Exception {
        assertThat(run("nio"))
                .containsExactly(
                        "read: 1 bytes",
                        "read: NetworkTimeoutException: read from" + TIMED_OUT,
                        "write: 1 bytes",
                        "read: 1 bytes",
                        "write: NetworkTimeoutException: write to" + TIMED_OUT);
    }

    private static List<String> run(String transport) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs Linux");
        ChildJvm.Result result = ChildJvm.classPath(
                        Stream.of(ShortOfThreads.class, NetworkBackend.class, SocketBackend.class, NioBackend.class)
                                .map(Jars::of)
                                .distinct()
                                .toList())
                .ulimit("-v", 3_000_000) // in KiB: with stacks of 64 MiB, enough for some 20 threads
                .jvmArgs("-Xmx64m", "-Xss64m", "-XX:+UseSerialGC", "-Xlog:disable")
                .jvmArgs("-XX:ReservedCodeCacheSize=32m", "-XX:CompressedClassSpaceSize=32m")
                .run(ShortOfThreads.class.getName(), transport);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out().lines().toList();
    }
}
