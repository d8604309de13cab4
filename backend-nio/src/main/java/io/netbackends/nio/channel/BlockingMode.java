// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.Timeout;
import io.netbackends.internal.VirtualThreads;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a channel blocks, and changes the mode only while no call relies on it.
 *
 * <p>Without a deadline, a blocking call is fastest; under a deadline, a thread can only wait for a non-blocking channel. So
 * the first call under a deadline makes the channel non-blocking, and a number of consecutive calls without one make it
 * blocking again:
 *
 * <pre>
 *               a call under a deadline, no call in the other direction
 *   BLOCKING ─────────────────────────────────────────────────────────────▶ NON-BLOCKING
 *       ▲                                                                        │
 *       └────────────────────────────────────────────────────────────────────────┘
 *          {@value #PATIENCE} calls without a deadline, no call in the other direction
 * </pre>
 *
 * <p>A virtual thread does not wait for {@value #PATIENCE} calls: after its first call on a channel, the JDK leaves the
 * socket non-blocking permanently, so a change needs no system call. A {@link TimedRead} counts as a call without a
 * deadline.
 */
final class BlockingMode {
    /** Changing to blocking and back costs about as much as this number of calls saves. */
    static final int PATIENCE = 16;

    /** The time that a reader waits for a writer to finish; nearly all finish immediately. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A call is under way in one direction, and in the other. */
    private static final int INPUT = 1;

    private static final int OUTPUT = 2;

    /** The channel blocks. */
    private static final int BLOCKING = 4;

    /** A reader waits for a writer to finish, which then makes the channel non-blocking. */
    private static final int READER_WAITS = 8;

    /** The holder of the lock changes the mode; no call is under way. */
    private static final int CHANGING = 16;

    /** The number of calls without a deadline while the channel was non-blocking, stored above the other bits. */
    private static final int ONE_CALL = 32;

    private static final AtomicIntegerFieldUpdater<BlockingMode> STATE =
            AtomicIntegerFieldUpdater.newUpdater(BlockingMode.class, "state");

    private final Readiness readiness;

    /** The bits above. If a call finds the channel in the mode that it needs, it changes only these, without the lock. */
    private volatile int state;

    /** Created on first use: many streams are never, or always, used under a deadline. */
    private volatile @Nullable Changing changing;

    /** Held to change the mode or to wait for a change. */
    private static final class Changing {
        private static final AtomicReferenceFieldUpdater<BlockingMode, Changing> MADE =
                AtomicReferenceFieldUpdater.newUpdater(BlockingMode.class, Changing.class, "changing");

        final ReentrantLock lock = new ReentrantLock();
        final Condition left = lock.newCondition();

        /** Returns the same one to all callers. */
        static Changing of(BlockingMode mode) {
            Changing known = mode.changing;
            return known != null ? known : MADE.updateAndGet(mode, made -> made == null ? new Changing() : made);
        }
    }

    BlockingMode(Readiness readiness) {
        this.readiness = readiness;
        state = readiness.channel().isBlocking() ? BLOCKING : 0;
    }

    /**
     * Begins a call; returns whether the channel blocks until the end of the call. For a call under a deadline, it blocks
     * only if a blocking call is under way in the other direction.
     */
    boolean enter(Direction direction, boolean bounded) throws IOException {
        int now = state;
        boolean blocking = is(BLOCKING, now);
        if (blocking != bounded
                && !is(READER_WAITS | CHANGING, now)
                && STATE.compareAndSet(this, now, now % ONE_CALL | bit(direction))) {
            return blocking;
        }
        ReentrantLock lock = Changing.of(this).lock;
        lock.lock();
        try {
            if (bounded && direction == Direction.INPUT) {
                awaitWriter(); // may block
            }
            return enterLocked(direction, bounded);
        } finally {
            lock.unlock();
        }
    }

    private boolean enterLocked(Direction direction, boolean bounded) throws IOException {
        while (true) {
            int now = state;
            boolean blocking = is(BLOCKING, now);
            int calls = bounded || blocking ? 0 : Math.min(now / ONE_CALL, PATIENCE) + 1;
            boolean wanted = !bounded && (blocking || calls > PATIENCE || VirtualThreads.isCurrent());
            if (wanted != blocking && !is(bit(direction.other()), now)) {
                if (STATE.compareAndSet(this, now, now | CHANGING)) {
                    change(wanted);
                }
            } else if (STATE.compareAndSet(this, now, now % ONE_CALL | calls * ONE_CALL | bit(direction))) {
                return blocking;
            }
        }
    }

    /** Ends a call. */
    void leave(Direction direction) {
        int before = STATE.getAndAdd(this, -bit(direction));
        if (is(READER_WAITS, before)) {
            makeWayForReader();
        }
    }

    private void makeWayForReader() {
        Changing changing = Changing.of(this);
        changing.lock.lock();
        try {
            int now = state;
            if (is(READER_WAITS, now) && is(BLOCKING, now) && !is(INPUT | OUTPUT, now)) {
                change(false);
            }
        } catch (IOException e) {
            // the channel was closed, which the reader will notice
        } finally {
            changing.left.signal();
            changing.lock.unlock();
        }
    }

    /**
     * Waits briefly for a writer to finish; a writer does not wait for a reader, which may have nothing to read for hours.
     */
    private void awaitWriter() {
        if (!isBlockingWriter(state)) {
            return;
        }
        Condition left = Changing.of(this).left;
        long nanos = Math.min(GRACE_NANOS, Timeout.remainingNanos());
        set(READER_WAITS);
        try {
            while (isBlockingWriter(state) && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the call itself notices the interrupt
        } finally {
            clear(READER_WAITS);
        }
    }

    private static boolean isBlockingWriter(int now) {
        return is(BLOCKING, now) && is(OUTPUT, now);
    }

    /** Requires the lock, and that no thread can begin a call without it. */
    private void change(boolean toBlocking) throws IOException {
        try {
            if (toBlocking) {
                readiness.leave();
            }
            readiness.channel().configureBlocking(toBlocking);
            if (toBlocking) {
                set(BLOCKING);
            } else {
                clear(BLOCKING);
            }
        } finally {
            clear(CHANGING);
        }
    }

    private static int bit(Direction direction) {
        return direction == Direction.INPUT ? INPUT : OUTPUT;
    }

    private static boolean is(int anyOf, int now) {
        return (now & anyOf) != 0;
    }

    private void set(int bit) {
        STATE.getAndUpdate(this, now -> now | bit);
    }

    private void clear(int bit) {
        STATE.getAndUpdate(this, now -> now & ~bit);
    }
}
