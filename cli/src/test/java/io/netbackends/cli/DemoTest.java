// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    @TempDir
    Path directory;

    /** A backend that cannot connect. */
    public static final class UselessProvider implements NetworkBackendProvider {
        @Override
        public String name() {
            return "useless";
        }

        @Override
        public NetworkBackendInterface create(BackendContext context) {
            return (host, port) -> {
                throw new ConnectException("useless by design");
            };
        }
    }

    @Test
    void shows_page_recording_and_deadlines_and_says_who_passed() throws Exception {
        List<String> lines = Cli.run("demo", "--backend", "socket", "--directory", directory.toString())
                .succeeds()
                .out()
                .lines()
                .toList();
        assertThat(lines)
                .contains("--- socket ---", "    [1] >>> GET / HTTP/1.1", "    [1] <<< HTTP/1.1 200 OK")
                .anyMatch(line -> line.contains("\"hello from the demo server\""))
                .anyMatch(line ->
                        line.matches("  reading from a peer .*: gave up after [0-9]+ ms \\(deadline: 300 ms\\)"))
                .anyMatch(
                        line -> line.matches("  writing to a peer .*: gave up after [0-9]+ ms \\(deadline: 300 ms\\)"))
                .anyMatch(line -> line.contains("injected by the backend faults, was survived"))
                .contains(
                        "  fetched asynchronously, within the same limits, by <AsyncNetworkBackend [socket, threads]>")
                .endsWith("demo ok: socket");
        assertThat(Cli.run("show", directory.resolve("demo.ndjson").toString())
                        .succeeds()
                        .out())
                .contains("[1] >>> GET / HTTP/1.1", "hello from the demo server");
        assertThat(Files.readAllBytes(directory.resolve("demo.pcapng"))).startsWith(0x0a, 0x0d, 0x0d, 0x0a);
    }

    @Test
    void takes_every_backend_that_is_no_decorator_through_unix_sockets_if_need_be() throws Exception {
        String out =
                Cli.run("demo", "--directory", directory.toString()).succeeds().out();
        assertThat(out)
                .contains("--- socket ---", "--- nio ---", "--- unixsocket ---", "through: socket, nio, unixsocket")
                .containsPattern("\\Rdemo ok: socket nio unixsocket\\R$");
        Matcher socket = Pattern.compile("connected to (/.*)/page[.]sock").matcher(out);
        assertThat(socket.find()).as(out).isTrue();
        assertThat(Path.of(socket.group(1))).doesNotExist();
    }

    @Test
    void a_backend_that_fails_does_not_hide_the_others() throws Exception {
        try (Installed useless = Installed.provider(directory, UselessProvider.class.getName())) {
            Cli cli = Cli.run("demo", "--directory", directory.toString())
                    .failsWith(1, "demo failed: useless: useless by design");
            assertThat(cli.out())
                    .contains("--- socket ---", "FAILED: useless by design")
                    .doesNotContain("demo ok");
            assertThat(useless).isNotNull();
        }
    }

    @Test
    void a_file_that_it_could_not_write_is_named_before_anything_is_done() throws Exception {
        Path inTheWay = Files.createDirectory(directory.resolve("demo.pcapng"));
        Cli cli = Cli.run("demo", "--directory", directory.toString())
                .failsWith(23, "demo writes " + inTheWay + ", which cannot be written (is a directory); --directory");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void symbolic_links_in_the_place_of_its_files_are_followed() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("demo.ndjson"), Path.of("elsewhere"));
        Cli.run("demo", "--backend", "socket", "--directory", directory.toString())
                .succeeds();
        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("elsewhere")).content().contains("netbackends-ndjson");
    }

    @Test
    void a_directory_that_is_missing_is_named_before_anything_is_done() throws Exception {
        Cli cli = Cli.run("demo", "--directory", directory.resolve("missing").toString())
                .failsWith(2, "--directory (" + directory.resolve("missing") + ") must be an existing directory");
        assertThat(cli.out()).isEmpty();
    }
}
