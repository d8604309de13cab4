// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** An echo server with one selector loop of the JDK for all connections, in a separate process. */
final class LoopEchoServer {
    private static final int BACKLOG = 10_000;

    /** Larger than the messages of all benchmarks. */
    private static final int BUFFER = 1024;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    private LoopEchoServer(ServerSocketChannel server) throws IOException {
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Takes no arguments. */
    public static void main(String... args) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        LoopEchoServer loop = new LoopEchoServer(server);
        Thread thread = new Thread(loop::serve, "echo");
        thread.start();
        System.out.println(server.socket().getLocalPort());
        while (System.in.read() >= 0) {} // ends with the process that started it
        Runtime.getRuntime().halt(0);
    }

    private void serve() {
        try {
            while (true) {
                selector.select(this::serve);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel());
            } else {
                echo((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            key.cancel(); // the client has closed
        }
    }

    private void accept(ServerSocketChannel server) throws IOException {
        SocketChannel channel = server.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    private void echo(SocketChannel channel) throws IOException {
        if (channel.read(buffer.clear()) < 0) {
            channel.close();
            return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer); // there is room, since a client sends only after it has received the response
        }
    }
}
