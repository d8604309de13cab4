// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Deadlines;
import io.netbackends.internal.HelperThread;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose writers have run out of time: nothing else wakes a thread that is blocked in a socket's write.
 *
 * <p>Nearly all writes end immediately, so beginning and ending one must be very cheap. One daemon thread checks the guards
 * about ten times a second; a writer with more time left than that only stores its deadline in the guard. The thread sleeps
 * for less time if a deadline is near, and ends after a while without guards to watch.
 *
 * <pre>
 *            arm                     the deadline has passed
 *   IDLE ───────────▶ ARMED(deadline) ────────────▶ FIRED     (the connection is closed)
 *     ▲                  │                            │
 *     └──────────────────┴──────────  disarm  ────────┘
 * </pre>
 */
final class WriteWatchdog {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int IDLE_TICKS = 30;
    private static final WriteWatchdog INSTANCE = new WriteWatchdog();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** A guard stays here until its write has ended, so a close that failed for lack of memory is tried again. */
    private final Set<Guard> watched = new HashSet<>();

    private final HelperThread thread = new HelperThread("netbackends-write-watchdog", this::run);

    private WriteWatchdog() {}

    /** Guards the writes of one connection, one at a time. */
    static final class Guard {
        /** Represents the state FIRED; null represents IDLE, and the writer's deadlines represent ARMED. */
        private static final Object FIRED = new Object();

        private final Closeable abort;
        private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

        /**
         * Whether the watchdog, if it runs, will check this guard. The watchdog clears this flag, then checks the guard once
         * more.
         */
        private volatile boolean isWatched;

        /** Whether {@code abort} has been called since the guard fired; used by the watchdog's thread only. */
        private boolean aborted;

        Guard(Closeable abort) {
            this.abort = Objects.requireNonNull(abort, "abort");
        }

        /**
         * Begins a write under the deadlines of the current thread, whose remaining time is given.
         *
         * @throws OutOfMemoryError if no thread or memory is available for the watchdog; the write must not begin
         */
        void arm(long nanos) {
            state.set(Deadlines.current());
            if (!isWatched || nanos < TICK_NANOS || !INSTANCE.thread.isRunning()) {
                INSTANCE.watch(this, nanos);
            }
        }

        private boolean isClosed(Object now) {
            return now == FIRED && aborted;
        }

        /** Ends a write; returns true if the watchdog has closed the connection. */
        boolean disarm() {
            return state.getAndSet(null) == FIRED;
        }
    }

    private void watch(Guard guard, long nanos) {
        lock.lock();
        try {
            thread.ensureRunning();
            watched.add(guard);
            guard.isWatched = true;
            if (nanos < TICK_NANOS) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (List<Guard> expired = next(); expired != null; expired = next()) {
            abort(expired); // without the lock: writers must not wait for it
        }
    }

    /** Waits until some deadlines have passed; returns null if there was no work for so long that the thread may end. */
    private @Nullable List<Guard> next() {
        List<Guard> expired = new ArrayList<>();
        lock.lock();
        try {
            for (int idleTicks = 0; idleTicks < IDLE_TICKS; idleTicks++) {
                long wait = look(expired);
                if (!expired.isEmpty()) {
                    return expired;
                }
                if (!watched.isEmpty()) {
                    idleTicks = 0;
                }
                changed.awaitNanos(wait);
            }
            if (watched.isEmpty()) {
                thread.retire();
                return null;
            }
            return expired;
        } catch (InterruptedException e) {
            throw new AssertionError("no code can interrupt this thread", e);
        } finally {
            lock.unlock();
        }
    }

    /** Removes the idle guards and collects those to fire; returns the time until the next check of the rest. */
    private long look(List<Guard> expired) {
        long wait = TICK_NANOS;
        for (Iterator<Guard> guards = watched.iterator(); guards.hasNext(); ) {
            Guard guard = guards.next();
            Object state = guard.state.get();
            if (state == null || guard.isClosed(state)) {
                guard.isWatched = false;
                if (guard.state.get() == state) { // a writer that came before the line above did not call watch()
                    guards.remove();
                    continue;
                }
                state = guard.state.get();
            }
            guard.isWatched = true;
            long remaining = state instanceof Deadlines deadlines ? deadlines.remainingNanos() : Long.MAX_VALUE;
            if (remaining <= 0 && guard.state.compareAndSet(state, Guard.FIRED)) {
                guard.aborted = false;
                expired.add(guard);
            } else if (state == Guard.FIRED && !guard.aborted) {
                expired.add(guard); // an Error interrupted the previous round
            } else {
                wait = Math.min(wait, Math.max(1, remaining));
            }
        }
        return wait;
    }

    /**
     * Closes each connection even if closing another one fails; throws an Error at the end, and the next round tries the
     * failed ones again.
     */
    private static void abort(List<Guard> expired) {
        Error failure = null;
        for (Guard guard : expired) {
            try {
                abort(guard);
            } catch (Error e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void abort(Guard guard) {
        try {
            guard.abort.close();
        } catch (IOException | RuntimeException e) {
            // another thread has closed it, or the wrapped socket is defective
        }
        guard.aborted = true;
    }
}
