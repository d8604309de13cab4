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
 * What the contract says about the state of a stream: which calls are under way, what is broken or closed, and how each later
 * call fails because of it. Does no I/O and never waits. Safe for use by several threads.
 *
 * <p>Each operation is asked for its {@code toString}, and only for a message.
 */
final class StreamState {
    /** Changes {@link #bits}, in place of an object for each stream: there may be many idle ones. */
    private static final AtomicIntegerFieldUpdater<StreamState> BITS =
            AtomicIntegerFieldUpdater.newUpdater(StreamState.class, "bits");

    private static final int READING = 1;
    private static final int WRITING = 2;
    private static final int CLOSED = 4;
    private static final int INPUT_SHUT_DOWN = 8;

    final Direction input = new Direction(READING);
    final Direction output = new Direction(WRITING);

    /** Asked for its {@code toString} with each message: an idle stream need not hold a text. */
    private final Object peer;

    private volatile int bits;

    /** What closed the stream, if that was not the caller. */
    private volatile @Nullable Throwable closedBy;

    /** One of the two ways that bytes go; in each there is one call at a time. Its {@code toString} is such a call. */
    final class Direction {
        private final int busy;

        /** What broke this direction for good. */
        private volatile @Nullable IOException broken;

        private Direction(int busy) {
            this.busy = busy;
        }

        /** Begins a call, which ends with {@link #release}; false if there is another one. */
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

        /** Returns what each call in this direction fails with from now on; null if it is not broken. */
        @Nullable
        IOException brokenBy() {
            return broken;
        }

        void breakBy(IOException failure) {
            broken = failure;
        }

        /** Takes back {@link #breakBy}. */
        void mend() {
            broken = null;
        }

        /** Made anew for each message: an idle stream would hold two such texts. */
        @Override
        public String toString() {
            return (busy == READING ? "read from " : "write to ") + peer;
        }
    }

    /** Makes the state of a stream that is open. */
    StreamState(Object peer) {
        this.peer = peer;
    }

    /** Returns the peer, as messages name it. */
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

    /** Closes the stream; false if it is closed already. */
    boolean tryClose() {
        return trySetBit(CLOSED);
    }

    /** Closes the stream because of a failure, which later calls name as their cause; false if it is closed already. */
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

    /** Notes that no more is to be read; false if that was noted before. */
    boolean tryShutDownInput() {
        return trySetBit(INPUT_SHUT_DOWN);
    }

    /** Takes back {@link #tryShutDownInput}, which turned out to be impossible. */
    void reopenInput() {
        BITS.getAndAdd(this, -INPUT_SHUT_DOWN);
    }

    /** Notes that a handshake waits to be taken up again: until {@link #resumeHandshake} nothing is read or written. */
    void suspendHandshake() {
        SSLException unfinished = new SSLException("the TLS handshake has not ended");
        input.breakBy(unfinished);
        output.breakBy(unfinished);
    }

    /** Takes back {@link #suspendHandshake}. */
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

    /** Returns what a call on this stream, which is closed, fails with. */
    NetworkStreamClosedException closed(Object operation) {
        return closed(operation, closedBy);
    }

    /** Returns what a call on a closed stream fails with. */
    static NetworkStreamClosedException closed(Object operation, @Nullable Throwable cause) {
        return new NetworkStreamClosedException(operation + ": the stream is closed", cause);
    }

    /** Returns whether a failure means that the stream was closed on this side meanwhile. */
    boolean isDueToClose(IOException failure) {
        return !isOpen() || failure instanceof NetworkStreamClosedException;
    }

    /** Returns the failure of a call that ended at an unknown place, so that the stream cannot be used any more; else null. */
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

    /** Sets a bit; false if it was set already. */
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
