// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Reads and discards pending input before a connection is closed, within narrow limits. */
final class InputDrain {
    private final Transport transport;
    private final String operation;
    private final Timeout limit;
    private final ByteBuffer discarded = ByteBuffer.allocate(4096);

    /**
     * Prepares a drain.
     *
     * @param limit the innermost deadline of the current thread
     */
    InputDrain(Transport transport, String operation, Timeout limit) {
        this.transport = transport;
        this.operation = operation;
        this.limit = limit;
    }

    /** Reads until the end of the stream, until no byte has arrived for {@code idle}, or until the limit. */
    void drain(Duration idle) throws IOException {
        do {
            Timeout.check(operation);
        } while (readOnce(idle)); // may block, a little
    }

    /**
     * Returns false at the end of the stream, or if nothing arrived in time. If the thread was not scheduled for so long
     * that it may not have read at all, returns true, so that the caller tries again.
     */
    private boolean readOnce(Duration idle) throws IOException {
        Duration before = limit.remaining();
        try (Timeout wait = Timeout.after(idle)) {
            return transport.read(discarded.clear()) >= 0; // may block, a little
        } catch (NetworkTimeoutException e) {
            Duration taken = before.minus(limit.remaining());
            return taken.multipliedBy(2).compareTo(idle.multipliedBy(3)) > 0;
        }
    }
}
