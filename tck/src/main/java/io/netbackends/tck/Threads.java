// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Starts the platform or virtual threads of cases, and detects when one of them blocks. */
final class Threads {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long POLL_NANOS = Duration.ofMillis(1).toNanos();
    // Before the blocking call, a thread may wait briefly for a lock or for class loading.
    private static final int POLLS_IN_A_ROW = 5;

    private Threads() {}

    /** Returns whether this JVM has virtual threads as a final feature, not as a preview. */
    static boolean virtualAvailable() {
        return Runtime.version().feature() >= 21;
    }

    /** Starts a virtual thread or a daemon thread. */
    static Thread start(boolean virtual, Runnable task) {
        if (virtual) {
            try {
                return (Thread) Thread.class
                        .getMethod("startVirtualThread", Runnable.class)
                        .invoke(null, task);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a virtual thread cannot be started", e);
            }
        }
        Thread thread = new Thread(task, "netbackends-tck");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Waits until the thread blocks: in a lock, a timed wait, or I/O. */
    static void awaitBlocked(Thread thread) {
        long start = System.nanoTime();
        int polls = 0;
        while (polls < POLLS_IN_A_ROW) {
            if (!thread.isAlive()) {
                throw new AssertionError("thread " + thread + " has ended; it was required to block");
            }
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                String stack = Arrays.stream(thread.getStackTrace())
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining());
                throw new AssertionError("thread " + thread + " is " + thread.getState()
                        + "; it was required to block within " + LIMIT + "; its stack:" + stack);
            }
            polls = isBlocked(thread) ? polls + 1 : 0;
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean isBlocked(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            // The JVM reports a platform thread in a blocking system call as running.
            case RUNNABLE -> isInSystemCall(thread.getStackTrace());
            default -> false;
        };
    }

    /** Returns whether a thread is in a native method of the JDK's sockets, or in one outside of the JDK. */
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
