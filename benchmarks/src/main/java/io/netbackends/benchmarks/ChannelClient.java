// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A client over a blocking channel of the JDK, for TCP or UNIX-domain sockets. */
final class ChannelClient implements Client {
    private final SocketChannel channel;
    private final ByteBuffer message;

    private ChannelClient(SocketChannel channel, int size) {
        this.channel = channel;
        this.message = ByteBuffer.allocateDirect(size);
    }

    static ChannelClient connect(SocketAddress server, int size) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        if (server instanceof InetSocketAddress) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return new ChannelClient(channel, size);
    }

    @Override
    public void send() throws IOException {
        send(channel, message);
    }

    /** Writes the whole message, whatever its position. */
    static void send(SocketChannel channel, ByteBuffer message) throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    @Override
    public void receive() throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            if (channel.read(message) < 0) {
                throw new EOFException();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
