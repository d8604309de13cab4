// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.NetworkStreamClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The byte counts and the end of a faulty stream, for both halves. Safe for use by several threads. */
final class StreamProgress {
    private final ConnectionFaults connection;
    private final BooleanSupplier open;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable Ending ending;

    /**
     * Creates the state of an open stream.
     *
     * @param open whether the wrapped stream is
     */
    StreamProgress(ConnectionFaults connection, BooleanSupplier open) {
        this.connection = connection;
        this.open = open;
    }

    /** Returns whether no fault has ended the connection, and none applies to it now. */
    boolean isPlain() {
        return ending == null && connection.isEmpty();
    }

    /**
     * Returns whether this end has closed the stream, also by a failed write. A fault that closes it counts as a close by
     * the peer.
     */
    boolean isClosed() {
        return closed || (ending == null && !open.getAsBoolean());
    }

    /** Notes that this end closes the stream, and wakes waiting calls. Returns false if it was already closed. */
    boolean close() {
        boolean first = !closed;
        closed = true;
        connection.faults().wake();
        return first;
    }

    /** Returns whether a waiting call must check the state again. */
    boolean hasEnded() {
        return closed || ending != null;
    }

    /** Returns whether a fault, and not this end, has closed the stream. */
    boolean isEndedByFault() {
        return !closed && ending != null;
    }

    boolean isOpen() {
        return ending == null ? open.getAsBoolean() : !closed;
    }

    @Nullable
    Ending ending() {
        return ending;
    }

    /** Ends the connection by a fault that is due. */
    void end(ActiveFault fault, Effect.Kind kind) {
        ending = new Ending(kind, fault.fault());
    }

    void countRead(int count) {
        read.addAndGet(count);
    }

    void countWritten(int count) {
        written.addAndGet(count);
    }

    /** Returns what a call may do next, as {@link ConnectionFaults#next} does. */
    Passage next(Way call, int wanted) {
        return connection.next(call, read.get(), written.get(), wanted);
    }

    /** Returns the failure of a write; null if it may continue. */
    @Nullable
    IOException writeFailure(String operation) {
        if (isClosed()) {
            return new NetworkStreamClosedException(operation + ": the stream is closed", null);
        }
        Ending end = ending;
        return end == null ? null : end.writeFailure(operation);
    }

    /** Corrupts bytes among the first {@code count}, as the faults require. */
    void corrupt(Passage passage, ByteBuffer bytes, int count) {
        for (Passage.Corruption corruption : passage.corruptions()) {
            if (corruption.index() < count) {
                bytes.put(corruption.index(), connection.corrupted(bytes.get(corruption.index())));
                connection.tell(corruption.fault());
            }
        }
    }

    /** Returns the next bytes of a write; in a copy if some of them are corrupted. */
    ByteBuffer piece(Passage passage, ByteBuffer src) {
        ByteBuffer piece = src.slice(src.position(), passage.limit());
        if (passage.corruptions().isEmpty()) {
            return piece;
        }
        ByteBuffer changed = ByteBuffer.allocate(passage.limit()).put(piece).flip();
        corrupt(passage, changed, passage.limit());
        return changed;
    }

    /** Returns the condition for the end of a stall. */
    BooleanSupplier endOf(ActiveFault stall) {
        return () -> hasEnded() || !connection.faults().active().contains(stall);
    }
}
