// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Background;
import java.io.ByteArrayInputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
    @TempDir
    Path directory;

    @Test
    void connect_reaches_a_unix_socket_through_a_backend_that_can() throws Exception {
        Path path = directory.resolve("s");
        try (Installed installed = Installed.provider(directory, PollingUnixBackend.Provider.class.getName());
                ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
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
            assertThat(installed).isNotNull();
        }
    }
}
