// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that works for many callers: started when it is needed, and again whenever it has ended.
 *
 * <p>An Error in the task, out of memory for instance, does not end the thread: after a pause it begins the task anew, so the
 * task must find in the owner's state what is left to do. Whether the thread works is known from the thread itself. No flag
 * can outlive the thread, or be set before there is one.
 *
 * <p>The owner has a lock. Under it, a caller first calls {@link #ensureRunning} and then adds its work: if there
 * is no thread to be had, nothing has changed. Under the same lock, the task finds that there is no work and calls {@link
 * #retire}: so the next caller starts another thread.
 */
public final class HelperThread {
    /** Long enough for the system to recover, short enough for a deadline that waits for the thread. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final AtomicReferenceFieldUpdater<HelperThread, @Nullable Thread> WORKER =
            AtomicReferenceFieldUpdater.newUpdater(HelperThread.class, Thread.class, "worker");

    private final String name;
    private final Runnable task;
    private final BiFunction<String, Runnable, Thread> maker;

    /** The thread that works or is about to; the thread clears it, however it ends. */
    private volatile @Nullable Thread worker;

    /**
     * Prepares a thread, and starts none.
     *
     * @param name of the thread
     * @param task what the thread does; it returns after it has called {@link #retire}, and begins anew if it fails
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
     * Starts the thread unless there is one at work. To be called with the owner's lock held.
     *
     * @throws OutOfMemoryError if there is no thread to be had; the next call tries again
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

    /** {@return whether there is a thread at work; a look at a field, for hot paths, which take no lock} */
    public boolean isRunning() {
        return worker != null;
    }

    /**
     * Notes that the current thread, which is the helper, has found nothing to do and is about to return from the task. To be
     * called with the owner's lock held.
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
                    .log(Level.WARNING, name + ": failed, and begins anew", failure);
        } catch (Throwable e) {
            // logging may fail for lack of memory as well
        }
    }
}
