// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads that retain no class loader, for work that no caller's thread can do. */
public final class DaemonThreads {
    private static final long IDLE_SECONDS = 5;

    private DaemonThreads() {}

    /**
     * Makes a daemon thread that inherits neither thread locals nor a context class loader.
     *
     * @param name of the thread
     * @param task run by the thread; should return when there is no more work
     * @return not started yet
     */
    public static Thread unstarted(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /**
     * Starts such a thread.
     *
     * @param name of the thread
     * @param task run by the thread; should return when there is no more work
     * @return the running thread
     * @throws OutOfMemoryError if no thread is available; the task has not begun
     */
    public static Thread start(String name, Runnable task) {
        Thread thread = unstarted(name, task);
        thread.start();
        return thread;
    }

    /**
     * Makes a pool for calls without a time limit. Idle threads end, and a thread that dies of an error is replaced when
     * there is more work.
     *
     * @param name of the threads, to which a number is added
     * @param coreThreads the number of threads that are started before tasks are queued
     * @param maxThreads the largest number of threads
     * @param queue holds the tasks that no thread has taken yet
     * @return a pool that must not be shut down
     */
    public static ThreadPoolExecutor pool(String name, int coreThreads, int maxThreads, BlockingQueue<Runnable> queue) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                coreThreads,
                maxThreads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                queue,
                task -> unstarted(name + "-" + count.incrementAndGet(), task));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
