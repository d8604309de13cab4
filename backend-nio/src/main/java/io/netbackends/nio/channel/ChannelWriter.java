// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.Timeout;
import io.netbackends.support.GuardedWrite;
import io.netbackends.support.NetworkFailures;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Writes to a channel, for one thread at a time: blocking, when ready, or watched by a {@link GuardedWrite}. */
final class ChannelWriter {
    private final SocketChannel channel;
    private final Readiness readiness;
    private final BlockingMode mode;
    private final String operation;
    private final Closeable abort;

    /** Made when it is needed first, which is seldom. */
    private @Nullable GuardedWrite guarded;

    /** What is given as {@code abort} closes the channel when a write runs out of time. */
    ChannelWriter(SocketChannel channel, Readiness readiness, BlockingMode mode, String operation, Closeable abort) {
        this.channel = channel;
        this.readiness = readiness;
        this.mode = mode;
        this.operation = operation;
        this.abort = abort;
    }

    void write(ByteBuffer src) throws IOException {
        NetworkFailures.checkInterrupt(operation);
        boolean bounded = Timeout.isActive();
        boolean blocking = mode.enter(Direction.OUTPUT, bounded);
        try {
            if (!blocking) {
                writeWhenReady(src); // may block
            } else if (bounded) {
                guarded().write(src); // may block
            } else {
                sendAll(src); // may block
            }
        } catch (InterruptedIOException e) { // a timeout, too
            abort(e);
            throw e;
        } finally {
            mode.leave(Direction.OUTPUT);
        }
    }

    private GuardedWrite guarded() {
        if (guarded == null) {
            guarded = new GuardedWrite(operation, this::sendAll, abort);
        }
        return guarded;
    }

    /** The peer must not take half a message for a whole one. */
    private void abort(InterruptedIOException reason) {
        try {
            abort.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void writeWhenReady(ByteBuffer src) throws IOException {
        int n = send(src);
        while (src.hasRemaining()) {
            if (n == 0) {
                readiness.await(SelectionKey.OP_WRITE, operation); // may block
            } else {
                Timeout.check(operation); // a peer that reads slowly but steadily does not prolong the deadline
            }
            n = send(src);
        }
    }

    /** Writes all of a buffer through a channel that blocks. */
    private void sendAll(ByteBuffer src) throws IOException {
        while (src.hasRemaining()) {
            send(src); // may block
        }
    }

    private int send(ByteBuffer src) throws IOException {
        int limit = src.limit();
        try {
            return channel.write(HeapChunk.of(src)); // may block
        } finally {
            src.limit(limit);
        }
    }
}
