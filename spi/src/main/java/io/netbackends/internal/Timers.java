// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Runs tasks later. One thread keeps all the times, and ends when there are none; a task that is taken back is forgotten at once. */
public final class Timers {
    /** For asynchronous calls that block, and for what may take its time when they end. */
    public static final Executor THREADS = VirtualThreads.perTask("netbackends-async");

    private static final ScheduledThreadPoolExecutor SCHEDULER =
            scheduler(task -> DaemonThreads.unstarted("netbackends-async-timer", task));

    private Timers() {}

    /**
     * Runs a task on a thread of its own; on the one that keeps the times if there is no other to be had.
     *
     * @param nanos from now; the task runs no earlier
     * @param task may block
     * @return what takes the task back
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
     * @param threads makes the thread, and another one when there is more to do
     * @return never to be shut down
     */
    static ScheduledThreadPoolExecutor scheduler(ThreadFactory threads) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, threads);
        scheduler.setKeepAliveTime(1, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }
}
