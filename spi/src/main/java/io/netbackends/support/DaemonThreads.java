// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads for what no caller can do itself: daemons that hold on to no class loader. */
public final class DaemonThreads {
    private static final long IDLE_SECONDS = 5;

    private DaemonThreads() {}

    /**
     * Starts a thread that keeps no JVM alive; let it end when it has nothing to do.
     *
     * @param name of the thread
     * @param task what it does
     */
    public static void start(String name, Runnable task) {
        make(name, task).start();
    }

    /**
     * Makes a pool for calls that cannot be bounded; its threads end when idle.
     *
     * @param name of the threads, to which a number is added
     * @param coreThreads so many are started before tasks are queued
     * @param maxThreads so many there are at most
     * @param queue of tasks that no thread has taken yet
     * @return never to be shut down
     */
    public static ThreadPoolExecutor pool(String name, int coreThreads, int maxThreads, BlockingQueue<Runnable> queue) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                coreThreads,
                maxThreads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                queue,
                task -> make(name + "-" + count.incrementAndGet(), task));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Without inheritable thread locals and without the context class loader of whoever happened to come first. */
    private static Thread make(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
