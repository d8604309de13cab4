// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The behavior of a {@link ChannelServer} on a connection, until the client closes it, and the number of bytes at a time.
 */
record ChannelPeer(Kind kind, int size) {
    /** The behavior. */
    enum Kind {
        /** Sends messages of one size back. */
        ECHO,

        /** Sends without end. */
        SOURCE,

        /** Discards all input. */
        SINK
    }

    static ChannelPeer echo(int size) {
        return new ChannelPeer(Kind.ECHO, size);
    }

    static ChannelPeer source(int size) {
        return new ChannelPeer(Kind.SOURCE, size);
    }

    static ChannelPeer sink(int size) {
        return new ChannelPeer(Kind.SINK, size);
    }

    void serve(SocketChannel channel) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(size);
        switch (kind) {
            case ECHO -> {
                while (fill(channel, piece)) {
                    empty(channel, piece);
                }
            }
            case SOURCE -> {
                while (true) {
                    empty(channel, piece);
                }
            }
            case SINK -> {
                while (channel.read(piece.clear()) >= 0) {
                    // discard
                }
            }
        }
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
