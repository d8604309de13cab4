// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.Timeout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * How one kind of call waits: until it is interrupted, or the ambient deadline passes.
 *
 * @param operation what is being done, and with whom, for messages
 * @param ambient whether deadlines count
 */
record Waiting(String operation, boolean ambient) {
    static Waiting withinDeadline(String operation) {
        return new Waiting(operation, true);
    }

    static Waiting forEver(String operation) {
        return new Waiting(operation, false);
    }

    /** Fails if there must be no more waiting. */
    void check() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        if (ambient) {
            Timeout.check(operation);
        }
    }

    /** Waits for a signal, or less; the caller looks whether something has changed, and calls {@link #check} if not. */
    @SuppressWarnings("WaitNotInLoop") // the caller's
    void await(Condition changed) throws IOException {
        long remaining = ambient ? Timeout.remainingNanos() : Long.MAX_VALUE;
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
