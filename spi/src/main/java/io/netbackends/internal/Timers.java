// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks later. One thread waits for all of them, and ends when none is left; a cancelled task is released immediately.
 */
public final class Timers {
    /** For asynchronous calls that block, and for slow work at their end. */
    public static final Executor THREADS = VirtualThreads.perTask("netbackends-async");

    private static final ScheduledThreadPoolExecutor SCHEDULER =
            scheduler(task -> DaemonThreads.unstarted("netbackends-async-timer", task));

    private Timers() {}

    /**
     * Runs a task on a separate thread, or on the timer's thread if no other is available.
     *
     * @param nanos from now; the task runs no earlier
     * @param task may block
     * @return a handle that cancels the task
     */
    public static Future<?> after(long nanos, Runnable task) {
        return SCHEDULER.schedule(
                () -> {
                    try {
                        THREADS.execute(task);
                    } catch (OutOfMemoryError e) {
                        task.run();
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    /**
     * Makes an executor with one thread, which ends when it is idle.
     *
     * @param threads makes the thread, and another one when there is work again
     * @return an executor that must not be shut down
     */
    static ScheduledThreadPoolExecutor scheduler(ThreadFactory threads) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, threads);
        scheduler.setKeepAliveTime(1, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }
}
