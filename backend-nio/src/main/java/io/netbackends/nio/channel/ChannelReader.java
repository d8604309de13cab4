// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.Timeout;
import io.netbackends.internal.HeldInterrupts;
import io.netbackends.internal.VirtualThreads;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a channel, for one thread at a time: blocking, when ready, by a {@link TimedRead}, or with the help of an
 * {@link OffloadedRead}.
 */
final class ChannelReader {
    /**
     * The maximum number of consecutive reads that wait without trying first: if no bytes are ever available, a try is
     * wasted.
     */
    private static final int MOST_WAITS_IN_A_ROW = 15;

    /**
     * Whether to yield the processor between two tries: a peer on the same machine may respond within this time. If the
     * process has only one processor, a yield mostly runs other threads of the process, as a wait in the selector does.
     */
    private static final boolean YIELDS = Runtime.getRuntime().availableProcessors() > 1;

    private final ConnectedChannel channel;
    private final Readiness readiness;
    private final BlockingMode mode;

    /** Created on first use. */
    private @Nullable OffloadedRead offloaded;

    /** Created on first use. */
    private @Nullable TimedRead timed;

    /** The number of further reads that wait without trying first; grows each time that a try finds nothing. */
    private int waitFirst;

    private int waitsInARow;

    ChannelReader(ConnectedChannel channel, Readiness readiness, BlockingMode mode) {
        this.channel = channel;
        this.readiness = readiness;
        this.mode = mode;
    }

    int read(ByteBuffer dst) throws IOException {
        NetworkFailures.checkInterrupt(this);
        if (offloaded != null && offloaded.isInUse()) {
            return offloaded.take(dst, this); // may block
        }
        // The deadline is checked before each wait, not earlier. An interrupt closes a blocking channel.
        boolean bounded = Timeout.isActive() || HeldInterrupts.areHeld();
        boolean adapted = bounded && VirtualThreads.isCurrent() && TimedRead.suits(channel, dst);
        boolean blocking = mode.enter(Direction.INPUT, bounded && !adapted);
        if (blocking && bounded && !adapted) {
            return offload(dst); // may block
        }
        try {
            if (!blocking) {
                return readWhenReady(dst); // may block
            }
            return adapted ? timed().read(dst, this) : channel.read(dst); // may block
        } finally {
            mode.leave(Direction.INPUT);
        }
    }

    private TimedRead timed() {
        if (timed == null) {
            timed = new TimedRead(channel.channel());
        }
        return timed;
    }

    /** Returns the number of bytes that a helper has left. */
    int available() {
        return offloaded == null ? 0 : offloaded.available();
    }

    @SuppressWarnings("ThreadPriorityCheck") // a race here only costs speed
    private int readWhenReady(ByteBuffer dst) throws IOException {
        int n = 0;
        if (waitFirst > 0) {
            waitFirst--;
        } else {
            n = channel.read(dst);
            if (n == 0 && YIELDS) {
                Thread.yield();
                n = channel.read(dst);
            }
            waitsInARow = n == 0 ? Math.min(2 * waitsInARow + 1, MOST_WAITS_IN_A_ROW) : 0;
            waitFirst = waitsInARow;
        }
        while (n == 0) {
            readiness.await(SelectionKey.OP_READ, this); // may block
            n = channel.read(dst);
        }
        return n;
    }

    /** Leaves the read to a helper, which also ends the call. */
    private int offload(ByteBuffer dst) throws IOException {
        try {
            if (offloaded == null) {
                offloaded = new OffloadedRead(this::readAndLeave);
            }
            offloaded.begin();
        } catch (Throwable e) {
            mode.leave(Direction.INPUT);
            throw e;
        }
        return offloaded.take(dst, this); // may block
    }

    private int readAndLeave(ByteBuffer dst) throws IOException {
        try {
            return channel.read(dst); // may block
        } finally {
            mode.leave(Direction.INPUT);
        }
    }

    /** Returns the operation for messages; the text is built only when it is needed. */
    @Override
    public String toString() {
        return "read from " + channel;
    }
}
