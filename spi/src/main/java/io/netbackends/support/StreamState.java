// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkStreamClosedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream under the contract: which calls are under way, which direction is broken or closed, and how each
 * later call fails because of it. Does no I/O and never waits. Safe for use by several threads.
 *
 * <p>The {@code toString} of an operation is called only for a message.
 */
final class StreamState {
    /** Updates {@link #bits}; saves an atomic object in each of possibly many idle streams. */
    private static final AtomicIntegerFieldUpdater<StreamState> BITS =
            AtomicIntegerFieldUpdater.newUpdater(StreamState.class, "bits");

    private static final int READING = 1;
    private static final int WRITING = 2;
    private static final int CLOSED = 4;
    private static final int INPUT_SHUT_DOWN = 8;

    final Direction input = new Direction(READING);
    final Direction output = new Direction(WRITING);

    /** Its {@code toString} is called for each message, so an idle stream stores no text. */
    private final Object peer;

    private volatile int bits;

    /** The failure that closed the stream; null if the caller closed it. */
    private volatile @Nullable Throwable closedBy;

    /** One of the two directions; each has one call at a time. The {@code toString} names such a call. */
    final class Direction {
        private final int busy;

        /** The failure that broke this direction permanently. */
        private volatile @Nullable IOException broken;

        private Direction(int busy) {
            this.busy = busy;
        }

        /** Begins a call, which ends with {@link #release}; returns false if another call is under way. */
        boolean tryAcquire() {
            return trySetBit(busy);
        }

        /** Begins a call, which ends with {@link #release}. */
        void acquire(Object operation) {
            if (!tryAcquire()) {
                throw new IllegalStateException(operation + ": another thread is in the middle of \"" + this + "\"");
            }
        }

        void release() {
            BITS.getAndAdd(StreamState.this, -busy);
        }

        boolean isBusy() {
            return hasBit(busy);
        }

        /** Returns the exception of each call in this direction from now on; null if the direction is not broken. */
        @Nullable
        IOException brokenBy() {
            return broken;
        }

        void breakBy(IOException failure) {
            broken = failure;
        }

        /** Reverts {@link #breakBy}. */
        void mend() {
            broken = null;
        }

        /** Built for each message, to save two texts in each idle stream. */
        @Override
        public String toString() {
            return (busy == READING ? "read from " : "write to ") + peer;
        }
    }

    /** Makes the state of an open stream. */
    StreamState(Object peer) {
        this.peer = peer;
    }

    /** Returns the peer's name for messages. */
    String peer() {
        return peer.toString();
    }

    /** Begins a call that needs both directions, which ends with {@link #releaseBoth}. */
    void acquireBoth(Object operation) {
        input.acquire(operation);
        try {
            output.acquire(operation);
        } catch (Throwable e) {
            input.release();
            throw e;
        }
    }

    void releaseBoth() {
        output.release();
        input.release();
    }

    boolean isOpen() {
        return !hasBit(CLOSED);
    }

    /** Closes the stream; returns false if it is closed already. */
    boolean tryClose() {
        return trySetBit(CLOSED);
    }

    /**
     * Closes the stream because of a failure, which becomes the cause in later calls; returns false if it is closed already.
     */
    boolean tryClose(Throwable reason) {
        if (!trySetBit(CLOSED)) {
            return false;
        }
        closedBy = reason;
        return true;
    }

    boolean isInputShutDown() {
        return hasBit(INPUT_SHUT_DOWN);
    }

    /** Records the end of reading; returns false if it was recorded before. */
    boolean tryShutDownInput() {
        return trySetBit(INPUT_SHUT_DOWN);
    }

    /** Reverts {@link #tryShutDownInput}, which the transport does not support. */
    void reopenInput() {
        BITS.getAndAdd(this, -INPUT_SHUT_DOWN);
    }

    /** Records that a handshake is suspended: until {@link #resumeHandshake}, nothing is read or written. */
    void suspendHandshake() {
        SSLException unfinished = new SSLException("the TLS handshake has not ended");
        input.breakBy(unfinished);
        output.breakBy(unfinished);
    }

    /** Reverts {@link #suspendHandshake}. */
    void resumeHandshake() {
        input.mend();
        output.mend();
    }

    /** Fails if the stream is closed. */
    void checkOpen(Object operation) throws NetworkStreamClosedException {
        if (!isOpen()) {
            throw closed(operation);
        }
    }

    /** Returns the exception of a call on this stream, which is closed. */
    NetworkStreamClosedException closed(Object operation) {
        return closed(operation, closedBy);
    }

    /** Returns the exception of a call on a closed stream. */
    static NetworkStreamClosedException closed(Object operation, @Nullable Throwable cause) {
        return new NetworkStreamClosedException(operation + ": the stream is closed", cause);
    }

    /** Returns whether a failure means that the stream was closed on this side meanwhile. */
    boolean isDueToClose(IOException failure) {
        return !isOpen() || failure instanceof NetworkStreamClosedException;
    }

    /** Returns the failure of a call that ended at an unknown point, after which the stream is unusable; else null. */
    static @Nullable InterruptedIOException cutOff(Object operation, IOException failure) {
        if (failure instanceof TlsResponseTimeoutException answer) {
            return answer.timeout;
        }
        if (failure instanceof InterruptedIOException || failure instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted =
                    new InterruptedIOException(operation + ": the thread was interrupted, and the stream is closed");
            interrupted.initCause(failure);
            return interrupted;
        }
        return null;
    }

    /** Returns the text for the {@code toString} of a stream. */
    String describe(String type, boolean tls) {
        return "<" + type + " [\"" + peer + "\"" + (tls ? " TLS" : "") + (isOpen() ? "" : " CLOSED") + "]>";
    }

    private boolean hasBit(int bit) {
        return (bits & bit) != 0;
    }

    /** Sets a bit; returns false if it was set already. */
    private boolean trySetBit(int bit) {
        int now;
        do {
            now = bits;
            if ((now & bit) != 0) {
                return false;
            }
        } while (!BITS.compareAndSet(this, now, now | bit));
        return true;
    }
}
