// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.NetworkStreamClosedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How far a stream has got, and how it has ended: what both halves of a faulty stream know of it. Safe for use by several threads. */
final class StreamProgress {
    private final ConnectionFaults connection;
    private final BooleanSupplier open;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable Ending ending;

    /**
     * Begins with a stream that is open.
     *
     * @param open whether the wrapped stream is
     */
    StreamProgress(ConnectionFaults connection, BooleanSupplier open) {
        this.connection = connection;
        this.open = open;
    }

    /** Returns whether no fault has ended the connection, and none concerns it now. */
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

    /** Notes that this end closes the stream, and wakes calls that wait; false if it has done so already. */
    boolean close() {
        boolean first = !closed;
        closed = true;
        connection.faults().wake();
        return first;
    }

    /** Returns whether a call that waits has to look again. */
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

    /** Returns what a write fails with; null if it may go on. */
    @Nullable
    IOException writeFailure(String operation) {
        if (isClosed()) {
            return new NetworkStreamClosedException(operation + ": the stream is closed", null);
        }
        Ending end = ending;
        return end == null ? null : end.writeFailure(operation);
    }

    /** Changes those of the first {@code count} bytes that are to be changed. */
    void corrupt(Passage passage, ByteBuffer bytes, int count) {
        for (Passage.Corruption corruption : passage.corruptions()) {
            if (corruption.index() < count) {
                bytes.put(corruption.index(), connection.corrupted(bytes.get(corruption.index())));
                connection.tell(corruption.fault());
            }
        }
    }

    /** Returns the next bytes of a write, of which some may be changed: in a copy then. */
    ByteBuffer piece(Passage passage, ByteBuffer src) {
        ByteBuffer piece = src.slice(src.position(), passage.limit());
        if (passage.corruptions().isEmpty()) {
            return piece;
        }
        ByteBuffer changed = ByteBuffer.allocate(passage.limit()).put(piece).flip();
        corrupt(passage, changed, passage.limit());
        return changed;
    }

    /** Returns what tells that a stall is over. */
    BooleanSupplier endOf(ActiveFault stall) {
        return () -> hasEnded() || !connection.faults().active().contains(stall);
    }
}
