// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Starts threads of either kind and tells when one of them has come to block. */
public final class Threads {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();
    // A thread on its way to the blocking call waits for a moment here and there, for a lock or a class to load.
    private static final int POLLS_IN_A_ROW = 5;

    private Threads() {}

    /** Whether this JVM has virtual threads for good, not as a preview. */
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

    /** Waits until the thread waits for something: a lock, a time, or the other end of a socket. */
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
            // The JVM does not know that a system call blocks: to it, a platform thread in one is running.
            case RUNNABLE -> isInSystemCall(thread.getStackTrace());
            default -> false;
        };
    }

    /** In one of the JDK's own for sockets, or in a native method of another library. */
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
