// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.idle;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Connections of the JDK. */
final class IdleSockets {
    private IdleSockets() {}

    static Closeable plain(InetSocketAddress server) throws IOException {
        return used(connected(server));
    }

    static Closeable tls(InetSocketAddress server, Tls tls) throws IOException {
        return used(tls.socket(connected(server)));
    }

    static Closeable channel(InetSocketAddress server) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.write(one);
        one.clear();
        if (channel.read(one) < 0) {
            throw new EOFException();
        }
        return channel;
    }

    private static Socket connected(InetSocketAddress server) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static Socket used(Socket socket) throws IOException {
        socket.getOutputStream().write(0);
        if (socket.getInputStream().read() < 0) {
            throw new EOFException();
        }
        return socket;
    }
}
