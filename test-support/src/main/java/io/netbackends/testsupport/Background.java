// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A call under way on a separate thread; a test collects its outcome with a time limit. */
public final class Background<T extends @Nullable Object> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(boolean virtual, Callable<T> call) {
        this.task = new FutureTask<>(call);
        this.thread = Threads.start(virtual, task);
    }

    /** Starts the call on a daemon thread. */
    public static <T extends @Nullable Object> Background<T> run(Callable<T> call) {
        return new Background<>(false, call);
    }

    /** Starts the call on a virtual thread or on a daemon one. */
    public static <T extends @Nullable Object> Background<T> run(boolean virtual, Callable<T> call) {
        return new Background<>(virtual, call);
    }

    /** Waits for the call's result, or throws its exception. */
    public T get() throws Exception {
        try {
            return await();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw e;
        }
    }

    /** Waits for the call to fail, and returns its exception. */
    public Throwable failure() throws InterruptedException {
        T result;
        try {
            result = await();
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("call returned " + result + "; it was required to throw");
    }

    /** The thread that runs the call. */
    public Thread thread() {
        return thread;
    }

    private T await() throws ExecutionException, InterruptedException {
        try {
            return task.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "call is still under way after " + LIMIT + "; it was required to end; the stack of " + thread
                            + ":\n" + Threads.stackOf(thread),
                    e);
        }
    }
}
