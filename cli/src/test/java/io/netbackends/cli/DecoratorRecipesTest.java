// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The commands of docs/decorators.md that need only a web server on port 8000 and a proxy on port 1080 work as documented.
 */
class DecoratorRecipesTest {
    private static final Path DOCUMENT = Path.of("../docs/decorators.md");
    private static final String PORT = "8000";
    private static final String PROXY_PORT = ":1080";

    /** Matches commands on separate lines, possibly after a variable, and in running text. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?m)^ {4}(?:JAVA_TOOL_OPTIONS=\\S+ )?\\./netbackends (get .*)$|`\\./netbackends (get [^`]*)`");

    private static PlainServer server;
    private static PlainServer proxy;

    @BeforeAll
    static void serve() throws IOException {
        byte[] page = Files.readAllBytes(DOCUMENT);
        PlainServer.Script answer = socket -> {
            Http.readRequest(socket.getInputStream());
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Length: " + page.length + "\r\n\r\n").getBytes());
            socket.getOutputStream().write(page);
        };
        server = PlainServer.listening().toleratingIoFailures().serve(answer);
        proxy = PlainServer.listening().serve(client -> {
            acceptTunnel(client);
            answer.run(client);
        });
    }

    /** Acts as a SOCKS 5 proxy that knows every host. */
    private static void acceptTunnel(Socket client) throws IOException {
        PlainServer.readExactly(client, 3);
        client.getOutputStream().write(new byte[] {5, 0});
        int nameLength = PlainServer.readExactly(client, 5)[4];
        PlainServer.readExactly(client, nameLength + 2);
        client.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    }

    @AfterAll
    static void close() throws IOException {
        proxy.close();
        server.close();
    }

    static Stream<String> recipes() {
        try {
            String text = Files.readString(DOCUMENT).replaceAll("\\\\\n\\s*", "");
            return Pattern.compile("(?m)^## ")
                    .splitAsStream(text)
                    .filter(section -> section.matches("(?s)`(dnscache|faults|jfr|proxy)`.*"))
                    .flatMap(section -> COMMAND.matcher(section).results())
                    .map(command -> command.group(1) == null ? command.group(2) : command.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void a_recipe_gets_the_page_or_the_fault_that_it_injects(String recipe) throws Exception {
        String command = recipe.replace(PORT, String.valueOf(server.port()))
                .replace(PROXY_PORT, ":" + proxy.port())
                .replaceFirst(" > \\S+$", "");
        Cli cli = Cli.run(command.split(" +"));
        if (recipe.contains("netbackends.faults")) {
            assertThat(cli.exitCode()).isNotZero();
            assertThat(cli.err()).contains("injected: reset after 1000 bytes read");
        } else {
            assertThat(cli.succeeds().out()).isEqualTo(Files.readString(DOCUMENT));
        }
    }

    @Test
    void each_of_these_decorators_has_a_recipe() {
        assertThat(recipes().toList())
                .satisfies(recipes -> assertThat(
                                List.of("dnscache:nio", "recording:faults:nio", "jfr:nio", "recording:proxy:nio"))
                        .allMatch(spec -> recipes.stream().anyMatch(recipe -> recipe.contains(spec))));
    }
}
