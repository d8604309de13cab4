// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A call under way on a separate thread; its exception reaches the case even if the case does not request it. */
final class BackgroundCall<T extends @Nullable Object> {
    private final FutureTask<T> task;
    private final Thread thread;
    private volatile boolean collected;

    BackgroundCall(boolean virtual, Callable<T> call) {
        task = new FutureTask<>(call);
        thread = Threads.start(virtual, task);
    }

    Thread thread() {
        return thread;
    }

    boolean isDone() {
        return task.isDone();
    }

    /** Waits until the thread blocks: in a lock, a timed wait, or I/O. */
    BackgroundCall<T> awaitBlocked() {
        Threads.awaitBlocked(thread);
        return this;
    }

    /** Waits for the call's result, or throws its exception. */
    T get() throws Exception {
        collected = true;
        try {
            return await(limit());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    /** Waits for the call to fail, and returns its exception. */
    Throwable failure() throws InterruptedException {
        collected = true;
        T result;
        try {
            result = await(limit());
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("the call returned " + result + "; it was required to throw");
    }

    /** Returns a failure that the case has not requested; waits for the call to end. */
    @Nullable
    Throwable uncollected(Duration limit) {
        try {
            await(limit);
            return null;
        } catch (ExecutionException e) {
            return collected ? null : e.getCause();
        } catch (AssertionError e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private T await(Duration limit) throws ExecutionException, InterruptedException {
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            Throwable stack = new Throwable("what " + thread + " was doing");
            stack.setStackTrace(thread.getStackTrace());
            throw new AssertionError("a call on another thread is still under way after " + limit, stack);
        }
    }

    private static Duration limit() {
        return TckTimes.guard().multipliedBy(4).dividedBy(5);
    }
}
