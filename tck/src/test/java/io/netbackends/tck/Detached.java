// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.Timeout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes calls on separate threads, outside of the caller's deadline. */
final class Detached {
    /** A thread for each task; the common pool may have a single one, and is shared with what else the tests run. */
    static final Executor THREADS = task -> start(Executors.callable(task));

    private Detached() {}

    /** Starts an unbounded call. */
    static <T> Future<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "detached");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Makes an unbounded call. */
    static <T> T call(Callable<T> call) throws IOException {
        return result(start(call), Long.MAX_VALUE);
    }

    /** Makes a call that only this deadline bounds. */
    static <T> T call(Duration deadline, Callable<T> call) throws IOException {
        return call(() -> {
            try (Timeout only = Timeout.after(deadline)) {
                return call.call();
            }
        });
    }

    /** Waits for a call until the caller's deadline passes; the call then continues. */
    static <T> T await(Future<T> call) throws IOException {
        return result(call, Timeout.remainingNanos());
    }

    private static <T> T result(Future<T> call, long nanos) throws IOException {
        try {
            return call.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            Timeout.check("call on another thread");
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a call was under way on another thread");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
