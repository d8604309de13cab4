// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides whether a channel blocks, and changes it only while nobody is in the middle of a call that relies on it.
 *
 * <p>Without a deadline nothing is as fast as a call that blocks; with one, only a channel that does not block can be waited
 * for. So the first call under a deadline makes the channel non-blocking, and a number of calls without one, with none under
 * a deadline in between, make it blocking again:
 *
 * <pre>
 *               a call under a deadline, no call in the other direction
 *   BLOCKING ─────────────────────────────────────────────────────────────▶ NON-BLOCKING
 *       ▲                                                                        │
 *       └────────────────────────────────────────────────────────────────────────┘
 *          {@value #PATIENCE} calls without a deadline, no call in the other direction
 * </pre>
 */
final class BlockingMode {
    /** Changing to blocking and back costs about as much as so many calls gain. */
    static final int PATIENCE = 16;

    /** How long a reader waits for a writer to be done, as nearly all are at once. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SelectableChannel channel;
    private final Readiness readiness;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();

    /** The directions in which there is a call. */
    private final Set<Direction> busy = EnumSet.noneOf(Direction.class);

    private boolean blocking;
    private int unboundedCalls;

    /** Whether a reader waits for a writer to be done, who then lets the channel not block any more. */
    private boolean readerWaits;

    BlockingMode(SelectableChannel channel, Readiness readiness) {
        this.channel = channel;
        this.readiness = readiness;
        this.blocking = channel.isBlocking();
    }

    /**
     * Begins a call; returns whether the channel blocks until the call is over. For a call under a deadline it does so only
     * where there is a blocking call in the other direction.
     */
    boolean enter(Direction direction, boolean bounded) throws IOException {
        lock.lock();
        try {
            if (bounded) {
                unboundedCalls = 0;
                if (blocking && direction == Direction.INPUT) {
                    awaitWriter(); // may block
                }
                if (blocking && !busy.contains(direction.other())) {
                    unblock();
                }
            } else if (!blocking && ++unboundedCalls > PATIENCE && !busy.contains(direction.other())) {
                readiness.leave();
                channel.configureBlocking(true);
                blocking = true;
            }
            busy.add(direction);
            return blocking;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a call. */
    void leave(Direction direction) {
        lock.lock();
        try {
            busy.remove(direction);
            if (readerWaits) {
                unblock();
                left.signal();
            }
        } catch (IOException e) {
            left.signal(); // the channel was closed, as the reader will see
        } finally {
            lock.unlock();
        }
    }

    /** Waits a moment for a writer to be done; a writer does not wait for a reader, who may have nothing to read for hours. */
    private void awaitWriter() {
        long nanos = Math.min(GRACE_NANOS, Timeout.remainingNanos());
        readerWaits = true;
        try {
            while (blocking && busy.contains(Direction.OUTPUT) && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the call itself takes notice
        } finally {
            readerWaits = false;
        }
    }

    private void unblock() throws IOException {
        channel.configureBlocking(false);
        blocking = false;
    }
}
