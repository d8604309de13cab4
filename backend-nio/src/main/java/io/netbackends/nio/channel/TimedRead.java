// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.Timeout;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads within the deadline from a blocking channel, through the channel's socket adaptor, on virtual threads. The JDK's own
 * poller then wakes the reader, which costs less than a wake-up by another selector's thread. Only Internet-domain channels
 * have an adaptor. The adaptor reads only into arrays, so bytes for a small direct buffer are copied.
 */
final class TimedRead {
    /** Larger direct buffers are for bulk transfers, which seldom wait: those reads wait for readiness. */
    private static final int MOST_COPIED = 8 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final Socket socket;

    /** Created by the first read: the adaptor refuses to create one after the input was shut down. */
    private @Nullable InputStream input;

    TimedRead(SocketChannel channel) {
        this.channel = channel;
        socket = channel.socket();
    }

    /** Returns whether this class can read from the channel into the buffer. */
    static boolean suits(ConnectedChannel channel, ByteBuffer dst) {
        return channel.isInternet() && (dst.hasArray() || dst.remaining() <= MOST_COPIED);
    }

    /**
     * Reads once, into a buffer for which {@link #suits} is true, for one thread at a time; an interrupt closes the channel.
     */
    int read(ByteBuffer dst, Object operation) throws IOException {
        InputStream in = input == null ? open() : input;
        return dst.hasArray() ? readIntoArray(in, dst, operation) : readAndCopy(in, dst, operation); // may block
    }

    private InputStream open() throws IOException {
        channel.read(
                NOTHING); // the JDK leaves the socket non-blocking from now on, so the reads below need not change it
        try {
            input = socket.getInputStream();
            return input;
        } catch (SocketException e) {
            if (socket.isInputShutdown() && !socket.isClosed()) {
                return InputStream.nullInputStream();
            }
            throw e;
        }
    }

    private int readIntoArray(InputStream in, ByteBuffer dst, Object operation) throws IOException {
        int limit = dst.limit();
        try {
            HeapChunk.of(dst);
            int n = readInTime(in, dst.array(), dst.arrayOffset() + dst.position(), dst.remaining(), operation);
            if (n > 0) {
                dst.position(dst.position() + n);
            }
            return n;
        } finally {
            dst.limit(limit);
        }
    }

    private int readAndCopy(InputStream in, ByteBuffer dst, Object operation) throws IOException {
        byte[] copy = new byte[dst.remaining()];
        int n = readInTime(in, copy, 0, copy.length, operation);
        if (n > 0) {
            dst.put(copy, 0, n);
        }
        return n;
    }

    private int readInTime(InputStream in, byte[] array, int from, int length, Object operation) throws IOException {
        int before = socket.getSoTimeout();
        try {
            while (true) {
                socket.setSoTimeout(millis(Timeout.checkRemaining(operation)));
                try {
                    return in.read(array, from, length); // may block
                } catch (SocketTimeoutException e) {
                    // the deadline has passed, was cancelled or restarted, or is weeks away
                }
            }
        } finally {
            restore(before);
        }
    }

    /** Rounds up, so that no read ends before its deadline. */
    private static int millis(long nanos) {
        return (int) Math.min(TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1, Integer.MAX_VALUE);
    }

    /** The caller may use the adaptor as well. */
    private void restore(int timeout) {
        try {
            socket.setSoTimeout(timeout);
        } catch (SocketException e) {
            // the channel was closed, so no read can time out any more
        }
    }
}
