// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.ShortageException;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Bounds a write that has no deadline and that only closing the connection can end: one shared daemon thread closes the
 * connection when a writer's deadline passes. For one writer at a time.
 *
 * <p>A write without a deadline has no overhead; a write that completes immediately costs a small object and two memory
 * writes.
 */
public final class DeadlineWrite {
    private final String operation;
    private final BlockingWrite write;
    private final WriteWatchdog.Guard guard;

    /** A write that blocks until all bytes are written, or the connection is closed. */
    @FunctionalInterface
    public interface BlockingWrite {
        /**
         * Writes all of a buffer.
         *
         * @param src has at least one byte
         * @throws IOException if the connection failed or was closed
         */
        void write(ByteBuffer src) throws IOException;
    }

    /**
     * Guards the writes of one connection.
     *
     * @param operation the operation and its peer, for messages
     * @param write ends when the connection is closed
     * @param abort closes the connection, without waiting; called by a thread other than the writer's. A failure is ignored
     */
    public DeadlineWrite(String operation, BlockingWrite write, Closeable abort) {
        this.operation = Objects.requireNonNull(operation, "operation");
        this.write = Objects.requireNonNull(write, "write");
        this.guard = new WriteWatchdog.Guard(abort);
    }

    /**
     * Writes all of a buffer within the deadlines of the current thread.
     *
     * @param src has at least one byte
     * @throws NetworkTimeoutException if a deadline passed; if that was during the call, the connection is closed
     * @throws IOException if the connection failed or was closed; if no thread could be started to watch the deadline; then
     *     nothing was written and the connection is unchanged
     */
    public void write(ByteBuffer src) throws IOException {
        if (!Timeout.isActive()) {
            write.write(src); // may block
            return;
        }
        long remaining = Timeout.checkRemaining(operation);
        IOException failure = null;
        boolean expired;
        try {
            arm(remaining);
            write.write(src); // may block, until the watchdog closes the connection
        } catch (IOException e) {
            failure = e;
        } finally {
            expired = guard.disarm();
        }
        if (expired) {
            Timeout.check(operation);
            throw new SocketException("closed by a deadline that was cancelled too late");
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void arm(long remaining) throws ShortageException {
        try {
            guard.arm(remaining);
        } catch (OutOfMemoryError e) {
            throw new ShortageException(e);
        }
    }
}
