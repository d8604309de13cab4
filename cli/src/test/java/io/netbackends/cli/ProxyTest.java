// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
    /** A proxy that responds itself, for any target. */
    private static PlainServer proxy(Queue<String> asked) throws IOException {
        PlainServer.Script target = Http.respond("HTTP/1.0 200 OK\r\n\r\nhello");
        return PlainServer.listening().serve(client -> {
            asked.add(PlainServer.readLine(client.getInputStream()));
            while (!PlainServer.readLine(client.getInputStream()).isEmpty()) {
                // the other fields do not matter
            }
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            target.run(client);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--backend=nio", "--backend=recording:nio", "--backend=dnscache:socket"})
    void get_goes_through_the_proxy(String backend) throws IOException {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        try (PlainServer proxy = proxy(asked)) {
            String url = "http://me:secret@127.0.0.1:" + proxy.port();
            Cli cli = backend.isEmpty()
                    ? Cli.run("get", "--proxy", url, "http://api.invalid/")
                    : Cli.run("get", backend, "--proxy", url, "http://api.invalid/");
            assertThat(cli.succeeds().out()).isEqualTo("hello");
            assertThat(asked).containsExactly("CONNECT api.invalid:80 HTTP/1.1");
            assertThat(cli.err()).doesNotContain("secret", "CONNECT");
        }
    }

    @Test
    void a_proxy_that_cannot_be_reached_is_named() {
        int port = PlainServer.closedPort();
        Cli.run("connect", "--proxy", "socks5h://me:secret@127.0.0.1:" + port, "api.invalid:7")
                .failsWith(
                        ExitCodes.CANNOT_CONNECT,
                        "api.invalid:7 through socks5h://127.0.0.1:" + port,
                        "cannot be reached");
    }

    @ParameterizedTest
    @ValueSource(strings = {"me:secret@host:1080", "ftp://me:secret@host", "socks5h://me:secret", "http://me:secret@"})
    void a_malformed_url_is_wrong_usage_and_shows_no_password(String url) {
        Cli cli = Cli.run("get", "--proxy", url, "http://localhost/", "--debug");
        assertThat(cli.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(cli.err()).startsWith("netbackends: --proxy (").doesNotContain("secret");
    }

    @Test
    void a_lookup_is_made_without_proxy() {
        Cli.run("lookup", "--proxy", "http://localhost", "localhost").failsWith(ExitCodes.USAGE, "--proxy");
    }
}
