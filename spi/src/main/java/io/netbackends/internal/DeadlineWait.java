// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.support.NetworkFailures;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * Waits for locks and conditions until the ambient deadline passes or the thread is interrupted. The interrupt flag stays set.
 *
 * <p>The {@code toString} of an operation is called only for the message of a failed wait.
 */
public final class DeadlineWait {
    private DeadlineWait() {}

    /**
     * Fails if the current thread must not wait any more.
     *
     * @throws InterruptedIOException if the interrupt flag is set
     * @throws NetworkTimeoutException if a deadline has passed
     */
    public static void check(Object operation) throws InterruptedIOException {
        NetworkFailures.checkInterrupt(operation);
        Timeout.check(operation);
    }

    /**
     * Does what {@link #check} does, and restarts idle timeouts; for the beginning of a call on a stream.
     *
     * @return nanoseconds until the earliest deadline, at least 1; {@link Long#MAX_VALUE} if no deadline is active
     * @throws InterruptedIOException if the interrupt flag is set
     * @throws NetworkTimeoutException if a deadline has passed
     */
    public static long begin(Object operation) throws InterruptedIOException {
        NetworkFailures.checkInterrupt(operation);
        return Timeout.checkProgress(operation);
    }

    /**
     * Takes a lock. A free lock is acquired even under an expired deadline.
     *
     * @throws InterruptedIOException if the thread was interrupted while it waited; it does not hold the lock
     * @throws NetworkTimeoutException if a deadline passed first; the thread does not hold the lock
     */
    public static void lock(Lock lock, Object operation) throws InterruptedIOException {
        while (!lock.tryLock() && !tryLock(lock, operation)) { // may block
            Timeout.check(operation); // otherwise the deadline was cancelled, or the interrupt is held
        }
    }

    private static boolean tryLock(Lock lock, Object operation) throws InterruptedIOException {
        try {
            return lock.tryLock(Timeout.checkRemaining(operation), TimeUnit.NANOSECONDS); // may block
        } catch (InterruptedException e) {
            endUnlessHeld(operation);
            return false;
        }
    }

    /**
     * Waits for a signal. May return early: the caller checks its condition, and waits again if it is not met.
     *
     * @param changed its lock is held by this thread
     * @throws InterruptedIOException if the thread is or was interrupted
     * @throws NetworkTimeoutException if a deadline has passed before the wait
     */
    public static void await(Condition changed, Object operation) throws InterruptedIOException {
        await(changed, Long.MAX_VALUE, operation); // may block
    }

    /**
     * Waits for a signal, at most for a given time. After that time it returns as after a signal.
     *
     * @param changed its lock is held by this thread
     * @param maxNanos at least 0
     * @throws InterruptedIOException if the thread is or was interrupted
     * @throws NetworkTimeoutException if a deadline has passed before the wait
     */
    @SuppressWarnings("WaitNotInLoop") // the caller's
    public static void await(Condition changed, long maxNanos, Object operation) throws InterruptedIOException {
        long nanos = Math.min(Timeout.checkRemaining(operation), maxNanos);
        try {
            if (nanos == Long.MAX_VALUE) {
                changed.await(); // may block
            } else {
                changed.awaitNanos(nanos); // may block
            }
        } catch (InterruptedException e) {
            endUnlessHeld(operation);
        }
    }

    /**
     * Ends a call whose wait ended with an {@link InterruptedException}. If the thread holds its interrupts, this method
     * returns, and the caller continues to wait.
     *
     * @throws InterruptedIOException if the thread does not hold interrupts; its flag is set
     */
    public static void endUnlessHeld(Object operation) throws InterruptedIOException {
        if (!HeldInterrupts.note()) {
            Thread.currentThread().interrupt();
            throw NetworkFailures.interrupted(operation.toString());
        }
    }
}
