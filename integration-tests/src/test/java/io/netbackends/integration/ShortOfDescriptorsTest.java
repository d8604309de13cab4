// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.NetworkBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.socket.SocketBackend;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import io.netbackends.unixsocket.UnixSocketBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that temporarily has no descriptor left: failures name the reason, and calls succeed again afterwards. */
class ShortOfDescriptorsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "unixsocket"})
    void a_backend_used_for_the_first_time_says_why_it_fails_and_works_after_relief(String transport) throws Exception {
        String connect = "connect: SocketException: connect to PEER: Too many open files";
        String listen = "listen: SocketException: listen on PEER: Too many open files";
        assertThat(run("first-use", transport))
                .containsExactly(connect, listen, connect, listen, "connect: done", "listen: done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "unixsocket"})
    void open_streams_and_listeners_work_under_deadlines(String transport) throws Exception {
        String timedOut = " timed out: the deadline of 0.1 s has passed";
        List<String> lines = run("streams", transport);
        // The system may briefly still have a descriptor; then the accept waits until its deadline.
        assertThat(lines.get(0))
                .isIn(
                        "accept: SocketException: accept on PEER: Too many open files",
                        "accept: NetworkTimeoutException: accept on PEER" + timedOut);
        assertThat(lines.subList(1, lines.size()))
                .containsExactly(
                        "read: NetworkTimeoutException: read from PEER" + timedOut,
                        "read 1 byte",
                        "wrote " + (8 << 20) + " bytes",
                        "read 1 byte",
                        "accept: NetworkTimeoutException: accept on PEER" + timedOut);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "unixsocket"})
    void a_server_pauses_and_serves_its_clients_after_relief(String transport) throws Exception {
        assertThat(run("server", transport)).containsExactly("served", "failures true", "served", "served", "served");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "unixsocket"})
    void an_asynchronous_server_pauses_and_serves_its_clients_after_relief(String transport) throws Exception {
        assertThat(run("async-server", transport))
                .containsExactly("served", "failures true", "served", "served", "served");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "unixsocket"})
    void calls_on_an_event_loop_without_a_thread_fail_and_work_after_relief(String transport) throws Exception {
        String shortage = "PEER: the process has no thread, descriptor or memory left for it: Too many open files";
        assertThat(run("loop", transport))
                .containsExactly(
                        "accept: SocketException: accept on " + shortage,
                        "connect: SocketException: connect to " + shortage,
                        "connect: done",
                        "accept: NetworkTimeoutException: accept on PEER timed out: the deadline of 0.1 s has passed");
    }

    private List<String> run(String what, String transport) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs Linux");
        ChildJvm.Result result = ChildJvm.classPath(Stream.of(
                                ShortOfDescriptors.class,
                                ChildJvm.class,
                                NetworkBackend.class,
                                SocketBackend.class,
                                NioBackend.class,
                                UnixSocketBackend.class)
                        .map(Jars::of)
                        .distinct()
                        .toList())
                .environment("LC_ALL", "C")
                .ulimit("-n", 70)
                .run(ShortOfDescriptors.class.getName(), what, transport, directory.toString());
        assertThat(result.err()).isEmpty();
        return result.out().lines().toList();
    }
}
