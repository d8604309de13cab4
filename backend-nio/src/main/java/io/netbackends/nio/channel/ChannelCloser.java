// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.internal.Linger;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** Closes a connection in one of several ways; never waits longer than the deadline. */
final class ChannelCloser {
    private ChannelCloser() {}

    /** The usual close; a channel with {@code SO_LINGER} waits until all data is sent, but not beyond the deadline. */
    static void close(SocketChannel channel, Readiness readiness) throws IOException {
        try {
            int seconds = readiness.isOpen() ? channel.getOption(StandardSocketOptions.SO_LINGER) : -1;
            Linger.limitToDeadline(seconds, channel::setOption);
        } catch (IOException e) {
            // another thread has closed the channel, or the connection has failed
        } finally {
            readiness.close();
        }
    }

    /** For an interrupted write: the peer must not mistake a truncated message for a complete one. */
    static void reset(SocketChannel channel, Readiness readiness) throws IOException {
        closeWith(0, channel, readiness);
    }

    /** Data written before still arrives, but the caller does not wait for it. */
    static void closeAtOnce(SocketChannel channel, Readiness readiness) throws IOException {
        closeWith(-1, channel, readiness);
    }

    private static void closeWith(int linger, SocketChannel channel, Readiness readiness) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, linger);
        } catch (IOException e) {
            // another thread has closed the channel, or the connection has failed
        } finally {
            readiness.close();
        }
    }
}
