// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lookup}, and {@code --resolve} instead of a lookup. */
class LookupTest {
    @Test
    void shows_the_addresses_of_a_host_in_the_order_of_the_attempts() {
        assertThat(Cli.run("lookup", "localhost").succeeds().out())
                .matches("(?s)localhost: [12] address(es)?, looked up in [0-9.]+ ms\n.*")
                .contains("127.0.0.1  tried ")
                .contains("  tried immediately\n");
    }

    @Test
    void an_address_is_its_own_answer() {
        assertThat(Cli.run("lookup", "[::1]").succeeds().out())
                .startsWith("::1: 1 address, looked up in ")
                .endsWith(" ms\n  0:0:0:0:0:0:0:1  tried immediately\n");
    }

    @Test
    void an_unknown_host_is_named() {
        Cli.run("lookup", "nope.invalid").failsWith(ExitCodes.UNKNOWN_HOST, "nope.invalid");
        Cli.run("lookup", "a b").failsWith(ExitCodes.USAGE, "host (a?b) must not contain white space");
        Cli.run("--backend", "nio", "lookup", "localhost").failsWith(ExitCodes.USAGE, "--backend");
    }

    @ParameterizedTest
    @CsvSource({"socket", "nio", "dnscache:nio", "dnscache:socket"})
    void resolve_replaces_the_lookup_of_one_host_and_port(String backend) throws IOException {
        try (PlainServer server = PlainServer.listening().serve(Http.respond("HTTP/1.0 200 OK\r\n\r\nhello"))) {
            String url = "http://api.invalid:" + server.port() + "/";
            assertThat(Cli.run(
                                    "get",
                                    "--backend",
                                    backend,
                                    "--resolve",
                                    "other.invalid:80:127.0.0.2",
                                    "--resolve",
                                    "API.invalid:" + server.port() + ":[::1],127.0.0.1",
                                    url)
                            .succeeds()
                            .out())
                    .isEqualTo("hello");
            Cli.run("get", "--resolve", "api.invalid:1:127.0.0.1", url)
                    .failsWith(ExitCodes.UNKNOWN_HOST, "api.invalid:" + server.port());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "api.test, must be HOST:PORT:ADDRESS",
        "api.test:80, must be HOST:PORT:ADDRESS",
        "api.test:80:, host () must not be empty",
        "api.test:80:db.test, address (db.test) must be an IP address",
        "api.test:http:127.0.0.1, must be HOST:PORT",
        "[::1:80:127.0.0.1, must be HOST:PORT:ADDRESS"
    })
    void a_malformed_value_of_resolve_is_wrong_usage(String value, String message) {
        Cli.run("get", "--resolve", value, "http://localhost/").failsWith(ExitCodes.USAGE, "--resolve", message);
    }
}
