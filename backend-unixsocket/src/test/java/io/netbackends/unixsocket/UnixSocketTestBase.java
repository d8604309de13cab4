// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory for sockets with plain peers, and helper methods for tests. */
@Timeout(60)
abstract class UnixSocketTestBase {
    static final Duration SHORT = Duration.ofMillis(200);
    static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    Path path(String name) {
        return directory.resolve(name);
    }

    static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), 1);
    }

    /** A stale socket, whose listener has ended. */
    Path stale(String name) throws IOException {
        listen(path(name)).close();
        return path(name);
    }

    NetworkStreamInterface connect(Path path) throws IOException {
        return UnixSocketBackend.builder().build().connect(UnixDomainSocketAddress.of(path));
    }

    /** Connects, and sends a word in each direction. */
    void assertReaches(ServerSocketChannel server, Path path) throws IOException {
        try (NetworkStreamInterface stream = connect(path)) {
            assertConnected(stream, server);
        }
    }

    static void assertConnected(NetworkStreamInterface stream, ServerSocketChannel server) throws IOException {
        try (SocketChannel far = server.accept()) {
            stream.write("ping".getBytes(UTF_8));
            assertThat(read(far, 4)).isEqualTo("ping");
            far.write(ByteBuffer.wrap("pong".getBytes(UTF_8)));
            assertThat(new String(stream.read(), UTF_8)).isEqualTo("pong");
        }
    }

    static String read(SocketChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // the rest may arrive a moment later
        }
        return new String(buffer.array(), 0, buffer.position(), UTF_8);
    }

    /** Makes further connects wait; returns the connections that fill the backlog. */
    static List<SocketChannel> fillBacklog(Path path) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            try {
                channel.connect(UnixDomainSocketAddress.of(path));
                channels.add(channel);
            } catch (IOException e) {
                channel.close();
                return channels;
            }
        }
    }

    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    /** A path of the given length in bytes. */
    Path pathOf(int bytes) {
        String start = directory + "/";
        return Path.of(start + "x".repeat(bytes - start.length()));
    }
}
