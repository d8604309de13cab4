// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What a {@link ChannelServer} does with a connection, until the client closes it. */
@FunctionalInterface
interface ChannelPeer {
    void serve(SocketChannel channel) throws IOException;

    /** Sends messages of one size back. */
    static ChannelPeer echo(int size) {
        return channel -> {
            ByteBuffer message = ByteBuffer.allocateDirect(size);
            while (fill(channel, message)) {
                empty(channel, message);
            }
        };
    }

    /** Sends without end. */
    static ChannelPeer source(int size) {
        return channel -> {
            ByteBuffer piece = ByteBuffer.allocateDirect(size);
            while (true) {
                empty(channel, piece);
            }
        };
    }

    /** Takes everything in, as it comes. */
    static ChannelPeer sink(int size) {
        return channel -> {
            ByteBuffer piece = ByteBuffer.allocateDirect(size);
            while (channel.read(piece.clear()) >= 0) {
                // more may come
            }
        };
    }

    private static boolean fill(SocketChannel channel, ByteBuffer message) throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            if (channel.read(message) < 0) {
                return false;
            }
        }
        return true;
    }

    private static void empty(SocketChannel channel, ByteBuffer message) throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }
}
