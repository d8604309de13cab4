// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Two connected channels. */
record ChannelPair(SocketChannel near, SocketChannel far) implements Closeable {
    static ChannelPair connected() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel near = SocketChannel.open(server.getLocalAddress());
            return new ChannelPair(near, server.accept());
        }
    }

    /** The near channel does not block. */
    static ChannelPair nonBlocking() throws IOException {
        ChannelPair pair = connected();
        pair.near.configureBlocking(false);
        return pair;
    }

    /** Sends a byte to the near channel. */
    void send() throws IOException {
        far.write(ByteBuffer.allocate(1));
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
