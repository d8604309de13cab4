// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Starts platform and virtual threads, and detects when one of them blocks. */
public final class Threads {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();
    // Before the blocking call, a thread may wait briefly for a lock or for class loading.
    private static final int POLLS_IN_A_ROW = 5;

    private Threads() {}

    /** Whether this JVM has virtual threads as a final feature, not as a preview. */
    public static boolean virtualAvailable() {
        return Runtime.version().feature() >= 21;
    }

    /** Starts a virtual thread. */
    public static Thread startVirtual(Runnable task) {
        if (!virtualAvailable()) {
            throw new UnsupportedOperationException(
                    "Java version is " + Runtime.version().feature() + "; virtual threads require 21");
        }
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no virtual thread could be started", e);
        }
    }

    /** Starts a virtual thread or a daemon one. */
    public static Thread start(boolean virtual, Runnable task) {
        if (virtual) {
            return startVirtual(task);
        }
        Thread thread = new Thread(task, "test-support");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits until the thread blocks: in a lock, a timed wait, or I/O. */
    public static void awaitBlocked(Thread thread) {
        awaitBlocked(thread, LIMIT);
    }

    static void awaitBlocked(Thread thread, Duration limit) {
        long start = System.nanoTime();
        int polls = 0;
        while (polls < POLLS_IN_A_ROW) {
            if (!thread.isAlive()) {
                throw new AssertionError("thread " + thread + " has ended; it was required to block");
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("thread " + thread + " is " + thread.getState() + "; it was required"
                        + " to block within " + limit + "; its stack:\n" + stackOf(thread));
            }
            polls = isBlocked(thread) ? polls + 1 : 0;
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Waits for the time given, or until interrupted. */
    static void pause(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        for (long left = time.toNanos(); left > 0; left = time.toNanos() - (System.nanoTime() - start)) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted during a pause of " + time);
            }
        }
    }

    static String stackOf(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .map(frame -> "    at " + frame)
                .collect(Collectors.joining("\n"));
    }

    private static boolean isBlocked(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            // The JVM reports a platform thread in a blocking system call as running.
            case RUNNABLE -> isInSystemCall(thread.getStackTrace());
            default -> false;
        };
    }

    /** Whether the thread is in a native method of the JDK's sockets, or of another library. */
    private static boolean isInSystemCall(StackTraceElement[] stack) {
        if (stack.length == 0 || !stack[0].isNativeMethod()) {
            return false;
        }
        String type = stack[0].getClassName();
        return type.startsWith("sun.nio.ch.")
                || type.startsWith("java.net.")
                || !(type.startsWith("java.") || type.startsWith("jdk.") || type.startsWith("sun."));
    }
}
