// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.Timeout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * How a call waits: until it is interrupted, or the ambient deadline passes.
 *
 * @param operation what is being done, with whom, and what it waits for, for messages
 */
record Waiting(String operation) {
    /** Fails if there must be no more waiting. */
    void check() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        Timeout.check(operation);
    }

    /** Waits for a signal, or less; the caller looks whether something has changed, and calls {@link #check} if not. */
    @SuppressWarnings("WaitNotInLoop") // the caller's
    void await(Condition changed, long maxNanos) throws IOException {
        long remaining = Math.min(Timeout.remainingNanos(), maxNanos);
        try {
            if (remaining == Long.MAX_VALUE) {
                changed.await(); // may block
            } else {
                changed.await(remaining, TimeUnit.NANOSECONDS); // may block
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    private InterruptedIOException interrupted() {
        return new InterruptedIOException(operation + ": the thread was interrupted");
    }
}
