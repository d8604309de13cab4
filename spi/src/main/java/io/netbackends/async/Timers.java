// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.internal.DaemonThreads;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs short tasks later, on one thread, which ends when there are none. A task that is taken back is forgotten at once. */
final class Timers {
    private static final ScheduledThreadPoolExecutor SCHEDULER = scheduler();

    private Timers() {}

    /** Returns what takes the task back. */
    static Future<?> after(long nanos, Runnable task) {
        return SCHEDULER.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Runs a task that may take its time on another thread; on the timers' own if there is no other to be had. */
    static Future<?> onThreadAfter(long nanos, Runnable task) {
        return after(nanos, () -> {
            try {
                ThreadedCall.THREADS.execute(task);
            } catch (OutOfMemoryError e) {
                task.run();
            }
        });
    }

    private static ScheduledThreadPoolExecutor scheduler() {
        ScheduledThreadPoolExecutor scheduler =
                new ScheduledThreadPoolExecutor(1, task -> DaemonThreads.unstarted("netbackends-async-timer", task));
        scheduler.setKeepAliveTime(5, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }
}
