// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.PlainServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Failed connections, and calls that take too long. */
class FailureTest {
    @Test
    void a_closed_port_is_refused() throws Exception {
        int port = PlainServer.closedPort();
        Cli.run("get", "http://127.0.0.1:" + port + "/").failsWith(7, "127.0.0.1:" + port, "refused");
        Cli.run("connect", "localhost:" + port).failsWith(7, "localhost:" + port, "refused");
    }

    @Test
    void an_unknown_host_is_unknown() {
        Cli.run("get", "http://does-not-exist.invalid/").failsWith(6, "does-not-exist.invalid:80", "unknown");
        Cli.run("connect", "does-not-exist.invalid:25").failsWith(6, "does-not-exist.invalid:25", "unknown");
    }

    @Test
    void a_server_that_does_not_answer_runs_into_the_timeout() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(PlainServer.silent());
            assertTimesOut(peer, "http", "--timeout", "1");
        }
    }

    @Test
    void a_server_that_dribbles_runs_into_the_timeout() throws Exception {
        byte[] response = ("HTTP/1.1 200 OK\r\nX: " + "x".repeat(1000)).getBytes(ISO_8859_1);
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(PlainServer.trickle(response, Duration.ofMillis(200))).toleratingIoFailures();
            assertTimesOut(peer, "http", "--timeout", "1");
        }
    }

    @Test
    void a_body_that_dribbles_runs_into_the_timeout_and_is_written_so_far() throws Exception {
        byte[] body = "x".repeat(1000).getBytes(ISO_8859_1);
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> {
                        Http.respond("HTTP/1.1 200 OK\r\n\r\n").run(socket);
                        PlainServer.trickle(body, Duration.ofMillis(200)).run(socket);
                    })
                    .toleratingIoFailures();
            assertThat(assertTimesOut(peer, "http", "--timeout", "1").out()).startsWith("x");
        }
    }

    @Test
    void a_handshake_that_stalls_runs_into_either_timeout() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(PlainServer.silent());
            assertTimesOut(peer, "https", "--timeout", "1");
            assertTimesOut(peer, "https", "--connect-timeout", "1");
        }
    }

    @Test
    void a_connection_that_is_not_accepted_runs_into_the_connect_timeout() throws Exception {
        try (PlainServer peer = PlainServer.blackhole()) {
            assertTimesOut(peer, "http", "--connect-timeout", "1");
        }
    }

    @Test
    void the_connect_timeout_does_not_count_for_the_response() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> PlainServer.trickle(
                            "HTTP/1.0 200 OK\r\n\r\nok".getBytes(ISO_8859_1), Duration.ofMillis(50))
                    .run(socket));
            Cli cli = Cli.run("--connect-timeout", "0.5", "get", "http://127.0.0.1:" + peer.port() + "/");
            assertThat(cli.succeeds().out()).isEqualTo("ok");
        }
    }

    /** Checks that the call ends after one second: never earlier, and long before it would end by itself. */
    private static Cli assertTimesOut(PlainServer peer, String scheme, String option, String seconds) {
        String where = "127.0.0.1:" + peer.port();
        long start = System.nanoTime();
        Cli cli = Cli.run("get", option, seconds, scheme + "://" + where + "/");
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        assertThat(elapsed).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        return cli.failsWith(28, where, "timed out: the deadline of 1 s has passed");
    }
}
