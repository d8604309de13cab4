// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Background;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    @TempDir
    Path directory;

    private static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    @Test
    void connect_reaches_a_unix_socket() throws Exception {
        Path path = directory.resolve("s");
        try (ServerSocketChannel server = listen(path)) {
            Background<String> received = Background.run(() -> {
                try (SocketChannel channel = server.accept()) {
                    ByteBuffer buffer = ByteBuffer.allocate(100);
                    while (channel.read(buffer) >= 0) {}
                    channel.write(ByteBuffer.wrap("pong".getBytes(ISO_8859_1)));
                    return new String(buffer.array(), 0, buffer.position(), ISO_8859_1);
                }
            });
            Cli cli = Cli.run(
                    new ByteArrayInputStream("ping".getBytes(ISO_8859_1)),
                    "--backend",
                    "unixsocket",
                    "connect",
                    "unix:" + path);
            assertThat(cli.succeeds().out()).isEqualTo("pong");
            assertThat(received.get()).isEqualTo("ping");
        }
    }

    @Test
    void get_goes_where_the_path_leads() throws Exception {
        Path path = directory.resolve("s");
        for (String property : new String[] {"path=" + path, "routes=localhost:80=" + path}) {
            try (ServerSocketChannel server = listen(path)) {
                Background<String> request = Background.run(() -> {
                    try (SocketChannel channel = server.accept()) {
                        ByteBuffer buffer = ByteBuffer.allocate(4096);
                        while (!text(buffer).endsWith("\r\n\r\n") && channel.read(buffer) >= 0) {}
                        channel.write(ByteBuffer.wrap(
                                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(ISO_8859_1)));
                        return text(buffer);
                    }
                });
                Cli cli = Cli.run(
                        "get",
                        "--backend",
                        "unixsocket",
                        "-Dnetbackends.unixsocket." + property,
                        "http://localhost/containers/json");
                assertThat(cli.succeeds().out()).isEqualTo("hello");
                assertThat(request.get())
                        .startsWith("GET /containers/json HTTP/1.1\r\n")
                        .contains("Host: localhost\r\n");
            }
            Files.delete(path);
        }
    }

    private static String text(ByteBuffer buffer) {
        return new String(buffer.array(), 0, buffer.position(), ISO_8859_1);
    }

    @Test
    void failures_name_the_path() {
        Path path = directory.resolve("s");
        Cli.run("--backend", "unixsocket", "connect", "unix:" + path)
                .failsWith(7, "connect to " + path + ": there is no such file");
        Cli.run("--backend", "unixsocket", "connect", "unix:@abstract")
                .failsWith(2, "unix:@abstract", "abstract names are written");
        Cli.run("--backend", "unixsocket", "get", "http://localhost/")
                .failsWith(7, "connect to localhost:80: there is no route", "the routes are: none");
        Cli.run("--backend", "unixsocket", "-Dnetbackends.unixsocket.routes=nonsense", "get", "http://localhost/")
                .failsWith(2, "netbackends.unixsocket.routes (nonsense) must be", "route (nonsense) must be host=path");
    }
}
