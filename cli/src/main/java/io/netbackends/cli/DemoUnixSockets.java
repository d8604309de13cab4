// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Two UNIX-domain sockets: one forwards to a local TCP server, the other never answers. */
final class DemoUnixSockets implements Closeable {
    private static final int BUFFER_SIZE = 16 * 1024;

    private final ServerSocketChannel door;
    private final ServerSocketChannel stalling;
    private final int port;

    private DemoUnixSockets(ServerSocketChannel door, ServerSocketChannel stalling, int port) {
        this.door = door;
        this.stalling = stalling;
        this.port = port;
    }

    static DemoUnixSockets open(Path directory, int port) throws IOException {
        ServerSocketChannel door = listen(directory.resolve("page.sock"));
        try {
            DemoUnixSockets sockets = new DemoUnixSockets(door, listen(directory.resolve("stalling.sock")), port);
            start(sockets::acceptAll);
            return sockets;
        } catch (IOException e) {
            door.close();
            throw e;
        }
    }

    UnixDomainSocketAddress doorAddress() throws IOException {
        return (UnixDomainSocketAddress) door.getLocalAddress();
    }

    UnixDomainSocketAddress stallingAddress() throws IOException {
        return (UnixDomainSocketAddress) stalling.getLocalAddress();
    }

    @Override
    public void close() throws IOException {
        try (stalling) {
            door.close();
        }
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private void acceptAll() {
        InetSocketAddress page = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        while (door.isOpen()) {
            try (SocketChannel client = door.accept();
                    SocketChannel server = SocketChannel.open(page)) {
                start(() -> copyQuietly(client, server));
                copy(server, client);
            } catch (IOException e) {
                // the demo has ended, or a client failed and reports it
            }
        }
    }

    private static void copyQuietly(SocketChannel from, SocketChannel to) {
        try {
            copy(from, to);
        } catch (IOException e) {
            // the other direction has ended and closed both sockets
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
        while (from.read(buffer.clear()) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "netbackends-demo-unix");
        thread.setDaemon(true);
        thread.start();
    }
}
