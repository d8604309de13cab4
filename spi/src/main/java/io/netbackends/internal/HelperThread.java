// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that works for many callers. It is started when there is work, and again after it has ended.
 *
 * <p>An Error in the task, such as an {@link OutOfMemoryError}, does not end the thread: after a pause it starts the task
 * again, so the task must find the remaining work in the owner's state. The thread itself is the record of whether it runs:
 * a separate flag could outlive the thread, or be set before the thread exists.
 *
 * <p>The owner has a lock. Holding it, a caller first calls {@link #ensureRunning} and then adds its work: if no thread is
 * available, nothing has changed. Holding the same lock, a task that finds no work calls {@link #retire}, so the next caller
 * starts another thread.
 */
public final class HelperThread {
    /** Long enough for the system to recover, short enough for a deadline that waits for the thread. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final AtomicReferenceFieldUpdater<HelperThread, @Nullable Thread> WORKER =
            AtomicReferenceFieldUpdater.newUpdater(HelperThread.class, Thread.class, "worker");

    private final String name;
    private final Runnable task;
    private final BiFunction<String, Runnable, Thread> maker;

    /** The thread that runs or is about to; the thread clears this field however it ends. */
    private volatile @Nullable Thread worker;

    /**
     * Prepares a thread without starting it.
     *
     * @param name of the thread
     * @param task returns after it has called {@link #retire}; is started again if it fails
     */
    public HelperThread(String name, Runnable task) {
        this(name, task, DaemonThreads::unstarted);
    }

    HelperThread(String name, Runnable task, BiFunction<String, Runnable, Thread> maker) {
        this.name = name;
        this.task = task;
        this.maker = maker;
    }

    /**
     * Starts the thread unless it runs. Call with the owner's lock held.
     *
     * @throws OutOfMemoryError if no thread is available; the next call tries again
     */
    public void ensureRunning() {
        Thread known = worker;
        if (known != null && known.isAlive()) {
            return;
        }
        Thread thread = maker.apply(name, this::run);
        worker = thread;
        try {
            thread.start();
        } catch (Throwable e) {
            worker = null;
            throw e;
        }
    }

    /** {@return whether the thread runs} Takes no lock, so it suits hot paths. */
    public boolean isRunning() {
        return worker != null;
    }

    /**
     * Records that the current thread, which is the helper, has no more work and is about to return from the task. Call with
     * the owner's lock held.
     */
    public void retire() {
        WORKER.compareAndSet(this, Thread.currentThread(), null);
    }

    private void run() {
        try {
            while (worker == Thread.currentThread() && !completes()) {
                LockSupport.parkNanos(this, PAUSE_NANOS);
                Thread.interrupted(); // with the flag set, the wait would end immediately
            }
        } finally {
            retire();
        }
    }

    private boolean completes() {
        try {
            task.run();
            return true;
        } catch (Throwable e) {
            tell(e);
            return false;
        }
    }

    private void tell(Throwable failure) {
        try {
            System.getLogger(HelperThread.class.getName())
                    .log(Level.WARNING, name + ": failed, and is restarted", failure);
        } catch (Throwable e) {
            // logging may fail for lack of memory as well
        }
    }
}
