// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Expectations of cases about futures. */
final class AsyncExpect {
    private AsyncExpect() {}

    /** Waits for a future, which must give a value. */
    static <T> T value(CompletableFuture<T> future) throws Exception {
        return value(future, TckTimes.patience());
    }

    /** Waits for a future with much work, up to the time limit of a case. */
    static <T> T eventually(CompletableFuture<T> future) throws Exception {
        return value(future, TckTimes.guard());
    }

    private static <T> T value(CompletableFuture<T> future, Duration limit) throws Exception {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a future is incomplete after " + limit, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }

    /** Waits for a future, which must fail or be cancelled. */
    static Throwable failure(CompletableFuture<?> future) throws Exception {
        Object value;
        try {
            value = future.get(TckTimes.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a future is incomplete after " + TckTimes.patience(), e);
        } catch (CancellationException e) {
            return e;
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("a future gave " + value + "; it was required to fail");
    }

    static <E extends Throwable> E failure(Class<E> type, CompletableFuture<?> future) throws Exception {
        return Expect.failure(type, failure(future));
    }

    /** Waits for an effect of a future's function. */
    static void happens(CountDownLatch latch, String what) throws InterruptedException {
        Expect.that(
                latch.await(TckTimes.patience().toNanos(), TimeUnit.NANOSECONDS),
                what + " has not happened after " + TckTimes.patience());
    }
}
