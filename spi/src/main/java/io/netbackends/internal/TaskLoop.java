// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.Deadlines;
import io.netbackends.support.EventLoop;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An event loop with tasks and timers but without descriptors. Its daemon thread ends when there is no work. */
public final class TaskLoop implements EventLoop {
    private static final System.Logger LOG = System.getLogger(TaskLoop.class.getName());

    private final ScheduledThreadPoolExecutor executor;

    /**
     * Makes a loop; its thread starts with the first task.
     *
     * @param name of the thread
     */
    public TaskLoop(String name) {
        executor = Timers.scheduler(task -> new LoopThread(this, name, task));
    }

    private static final class LoopThread extends Thread implements NonBlockingThread {
        private final TaskLoop loop;

        LoopThread(TaskLoop loop, String name, Runnable task) {
            super(null, task, name, 0, false);
            this.loop = loop;
            setDaemon(true);
            setContextClassLoader(null);
        }
    }

    @Override
    public boolean isLoopThread() {
        return Thread.currentThread() instanceof LoopThread thread && thread.loop == this;
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(() -> runTask(task));
    }

    @Override
    public ScheduledTask schedule(long nanos, Runnable task) {
        Future<?> scheduled = executor.schedule(() -> runTask(task), nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    private static void runTask(Runnable task) {
        try {
            Deadlines.none().run(task);
        } catch (Throwable e) { // must not affect the next task
            LOG.log(Level.WARNING, "a task of the event loop failed", e);
        }
    }
}
