// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Deadlines;
import io.netbackends.internal.DaemonThreads;
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
 * <p>Nearly all writes end at once, so beginning and ending one must cost next to nothing. One daemon thread looks at the
 * guards about ten times a second; a writer with more time than that left only leaves its deadline in the guard. The thread
 * sleeps shorter where a deadline is near, and ends when there was nothing to watch for a while.
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
    private final Set<Guard> watched = new HashSet<>();
    private boolean running;

    private WriteWatchdog() {}

    /** Guards the writes of one connection, one at a time. */
    static final class Guard {
        /** The state FIRED; IDLE is null, and ARMED is the writer's deadlines. */
        private static final Object FIRED = new Object();

        private final Closeable abort;
        private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

        /** Whether the watchdog will look at this guard; it first says no, and then looks once more. */
        private volatile boolean isWatched;

        Guard(Closeable abort) {
            this.abort = Objects.requireNonNull(abort, "abort");
        }

        /** Begins a write under the deadlines of the current thread, of which so much is left. */
        void arm(long nanos) {
            state.set(Deadlines.current());
            if (!isWatched || nanos < TICK_NANOS) {
                INSTANCE.watch(this, nanos);
            }
        }

        /** Ends a write; true if the watchdog has closed the connection. */
        boolean disarm() {
            return state.getAndSet(null) == FIRED;
        }
    }

    private void watch(Guard guard, long nanos) {
        lock.lock();
        try {
            guard.isWatched = true;
            watched.add(guard);
            if (!running) {
                DaemonThreads.start("netbackends-write-watchdog", this::run);
                running = true;
            } else if (nanos < TICK_NANOS) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (List<Guard> expired = next(); expired != null; expired = next()) {
            expired.forEach(WriteWatchdog::abort); // without the lock: writers must not wait for it
        }
    }

    /** Waits until some deadlines have passed; null when there was nothing to do for so long that the thread may end. */
    private @Nullable List<Guard> next() {
        lock.lock();
        try {
            List<Guard> expired = new ArrayList<>();
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
                running = false;
                return null;
            }
            return expired;
        } catch (InterruptedException e) {
            throw new AssertionError("nobody knows this thread", e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes out the guards that are idle or fire now; returns how long the rest can wait for the next look. */
    private long look(List<Guard> expired) {
        long wait = TICK_NANOS;
        for (Iterator<Guard> guards = watched.iterator(); guards.hasNext(); ) {
            Guard guard = guards.next();
            Object armed = guard.state.get();
            if (armed == null) {
                guard.isWatched = false;
                armed = guard.state.get(); // a writer that came before the line above does not call watch()
            }
            if (!(armed instanceof Deadlines deadlines)) {
                guards.remove();
                continue;
            }
            guard.isWatched = true;
            long remaining = deadlines.remainingNanos();
            if (remaining > 0) {
                wait = Math.min(wait, remaining);
            } else if (guard.state.compareAndSet(armed, Guard.FIRED)) {
                expired.add(guard);
            }
        }
        return wait;
    }

    private static void abort(Guard guard) {
        try {
            guard.abort.close();
        } catch (IOException | RuntimeException e) {
            // it was closed by somebody else, or is a defective socket that was wrapped
        }
    }
}
