// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes the ends of a connection when a test takes too long, so that a blocked call returns. */
public final class ClosingWatchdog implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Duration limit;
    private final List<Closeable> ends;
    private final Thread guarded = Thread.currentThread();
    // The stack of the guarded thread when the time had passed; null before.
    private volatile @Nullable Throwable caught;
    private final ScheduledFuture<?> alarm;

    private ClosingWatchdog(Duration limit, List<Closeable> ends) {
        this.limit = limit;
        this.ends = ends;
        this.alarm = TIMER.schedule(this::fire, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Closes the ends after the limit, unless the watchdog itself is closed before. */
    public static ClosingWatchdog after(Duration limit, Closeable... ends) {
        return new ClosingWatchdog(limit, List.of(ends));
    }

    /** Stops the watchdog; fails if it has closed the ends. */
    @Override
    public void close() {
        alarm.cancel(false);
        Throwable stack = caught;
        if (stack != null) {
            throw new AssertionError(
                    "watchdog fired: the test was still under way after " + limit + " and its connections were closed",
                    stack);
        }
    }

    private void fire() {
        Throwable stack = new Throwable("what thread " + guarded + " was doing when the watchdog fired");
        stack.setStackTrace(guarded.getStackTrace());
        caught = stack;
        for (Closeable end : ends) {
            // On separate threads: a slow close of one end must not delay the others.
            Threads.start(false, () -> closeQuietly(end));
        }
    }

    private static void closeQuietly(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            // The test fails already, with a better reason.
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "closing-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
