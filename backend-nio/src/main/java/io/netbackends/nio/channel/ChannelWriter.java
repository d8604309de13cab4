// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.Timeout;
import io.netbackends.internal.HeldInterrupts;
import io.netbackends.support.DeadlineWrite;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Writes to a channel, for one thread at a time: blocking, when ready, or watched by a {@link DeadlineWrite}. */
final class ChannelWriter {
    private final ConnectedChannel channel;
    private final Readiness readiness;
    private final BlockingMode mode;
    private final Abort abort;

    /** Created on first use, which is rare. */
    private @Nullable DeadlineWrite deadlineWrite;

    /** Closes the channel when a write times out. */
    interface Abort {
        void close(SocketChannel channel, Readiness readiness) throws IOException;
    }

    ChannelWriter(ConnectedChannel channel, Readiness readiness, BlockingMode mode, Abort abort) {
        this.channel = channel;
        this.readiness = readiness;
        this.mode = mode;
        this.abort = abort;
    }

    void write(ByteBuffer src) throws IOException {
        NetworkFailures.checkInterrupt(this);
        boolean bounded = Timeout.isActive() || HeldInterrupts.areHeld(); // an interrupt closes a blocking channel
        boolean blocking = mode.enter(Direction.OUTPUT, bounded);
        try {
            if (!blocking) {
                writeWhenReady(src); // may block
            } else if (bounded) {
                deadlineWrite().write(src); // may block
            } else {
                sendAll(src); // may block
            }
        } catch (InterruptedIOException e) { // including a timeout
            abort(e);
            throw e;
        } finally {
            mode.leave(Direction.OUTPUT);
        }
    }

    private DeadlineWrite deadlineWrite() {
        if (deadlineWrite == null) {
            deadlineWrite =
                    new DeadlineWrite(toString(), this::sendAll, () -> abort.close(channel.channel(), readiness));
        }
        return deadlineWrite;
    }

    /** The peer must not mistake a truncated message for a complete one. */
    private void abort(InterruptedIOException reason) {
        try {
            abort.close(channel.channel(), readiness);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void writeWhenReady(ByteBuffer src) throws IOException {
        int n = channel.write(src);
        while (src.hasRemaining()) {
            if (n == 0) {
                readiness.await(SelectionKey.OP_WRITE, this); // may block
            } else {
                Timeout.check(this); // a peer that reads slowly does not extend the deadline
            }
            n = channel.write(src);
        }
    }

    /** Writes all of a buffer to a blocking channel. */
    private void sendAll(ByteBuffer src) throws IOException {
        while (src.hasRemaining()) {
            channel.write(src); // may block
        }
    }

    /** Returns the operation for messages; the text is built only when it is needed. */
    @Override
    public String toString() {
        return "write to " + channel;
    }
}
