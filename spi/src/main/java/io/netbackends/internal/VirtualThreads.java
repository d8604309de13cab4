// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Recognizes and makes virtual threads, by reflection: JDK 21 introduced them, and this code also runs on JDK 17. */
public final class VirtualThreads {
    /** On JDK 19 and 20 virtual threads are a preview. */
    private static final int FIRST_JDK = 21;

    /** Null if the JDK has no virtual threads. */
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    /** Null if the JDK has no virtual threads. */
    private static final @Nullable ThreadFactory FACTORY = factory();

    private VirtualThreads() {}

    /** {@return whether the current thread is a virtual one} */
    public static boolean isCurrent() {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable e) {
            throw new AssertionError("asking a thread what it is cannot fail", e);
        }
    }

    /**
     * Runs a task on a thread of the current thread's kind.
     *
     * @param task run on a new virtual thread if the current thread is virtual
     * @param others runs the task otherwise
     */
    public static void execute(Runnable task, Executor others) {
        if (FACTORY != null && isCurrent()) {
            FACTORY.newThread(task).start();
        } else {
            others.execute(task);
        }
    }

    /**
     * Starts a thread that does not keep the JVM alive: a virtual one if the JDK has them, otherwise a daemon.
     *
     * @param name of the thread
     * @param task run by the thread
     * @return the running thread
     * @throws OutOfMemoryError if no thread is available; the task has not begun
     */
    public static Thread start(String name, Runnable task) {
        Thread thread = FACTORY == null ? new Thread(task) : FACTORY.newThread(task);
        thread.setName(name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Returns an executor for calls that block, with a thread for each: a virtual one if the JDK has them, otherwise a
     * daemon, which is reused. The number of threads is not bounded: in a pool with a bound, calls that wait for each
     * other's peers would block each other indefinitely.
     *
     * @param name of daemons, to which a number is added
     * @return throws {@link OutOfMemoryError} if no thread is available; the task has not begun
     */
    public static Executor perTask(String name) {
        ThreadFactory factory = FACTORY;
        return factory == null
                ? DaemonThreads.pool(name, 0, Integer.MAX_VALUE, new SynchronousQueue<>())
                : task -> factory.newThread(task).start();
    }

    private static @Nullable ThreadFactory factory() {
        if (Runtime.version().feature() < FIRST_JDK) {
            return null;
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("JDK " + FIRST_JDK + " has virtual threads", e);
        }
    }

    private static @Nullable MethodHandle isVirtual() {
        if (Runtime.version().feature() < FIRST_JDK) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("JDK " + FIRST_JDK + " has virtual threads", e);
        }
    }
}
