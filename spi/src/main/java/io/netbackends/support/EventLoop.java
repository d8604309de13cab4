// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.util.concurrent.Executor;

/**
 * A thread that runs tasks one after another, now or later, including all callbacks of an {@link AsyncTransport}. Tasks must
 * not block.
 *
 * <p>A task that throws is logged, and stops neither the loop nor other tasks. A task runs without deadlines.
 */
public interface EventLoop extends Executor {
    /** {@return whether the current thread is the loop's} */
    boolean isLoopThread();

    /**
     * Runs a task on the loop's thread after those already queued. May be called by any thread.
     *
     * @param task must not block
     */
    @Override
    void execute(Runnable task);

    /**
     * Runs a task on the loop's thread. If called on that thread, runs it before this method returns, else queues it.
     *
     * @param task must not block
     */
    default void run(Runnable task) {
        if (isLoopThread()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /**
     * Runs a task later. Called on the loop's thread only.
     *
     * @param nanos from now; the task runs no earlier
     * @param task must not block
     * @return a handle that cancels the task
     */
    ScheduledTask schedule(long nanos, Runnable task);

    /** A scheduled task. */
    interface ScheduledTask {
        /** Cancels the task and releases it, unless it has run. Called on the loop's thread only. */
        void cancel();
    }
}
