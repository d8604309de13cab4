// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The future of a call as a decorator passes it on: it ends when the call ends, after the decorator has seen how.
 *
 * <p>Whatever completes it from outside, such as {@code cancel}, {@code orTimeout} or {@code complete}, is passed to the call, and
 * has no effect if the call was faster. A future that {@code thenApply} derives would be complete at once, and drop what the call
 * brings at the same moment: bytes, or a connection.
 *
 * @param <T> what the call gives
 */
public final class DecoratedCall<T extends @Nullable Object> extends NetworkFuture<T> {
    private final CompletableFuture<T> call;

    /** The thread that completes the call from outside. */
    private volatile @Nullable Thread completing;

    /** What the future is to fail with in place of the cancellation that has been asked for. */
    private volatile @Nullable Throwable cancelledBy;

    private DecoratedCall(CompletableFuture<T> call) {
        this.call = call;
    }

    /**
     * Watches a call.
     *
     * @param <T> what the call gives
     * @param call has the decorator as its only user
     * @param succeeded gets what the call has given, and returns what the future is to give. A value from outside passes it by
     * @param failed gets the exception that the call has failed with, and with which the future fails then
     * @return the future for the caller of the decorator
     */
    public static <T extends @Nullable Object> CompletableFuture<T> of(
            CompletableFuture<T> call, UnaryOperator<T> succeeded, Consumer<Throwable> failed) {
        return mapped(call, succeeded, failure -> {
            failed.accept(failure);
            return failure;
        });
    }

    /**
     * Watches a call, passes on what it gives, and replaces what it fails with.
     *
     * @param <T> what the call gives
     * @param call as for {@link #of}
     * @param succeeded gets what the call has given
     * @param naming gets the exception that the call has failed with, and returns the one with which the future fails
     * @return the future for the caller of the decorator
     */
    public static <T extends @Nullable Object> CompletableFuture<T> named(
            CompletableFuture<T> call, Consumer<? super T> succeeded, UnaryOperator<Throwable> naming) {
        return mapped(call, passingOn(succeeded), naming);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // both outcomes are passed on
    private static <T extends @Nullable Object> CompletableFuture<T> mapped(
            CompletableFuture<T> call, UnaryOperator<T> succeeded, UnaryOperator<Throwable> failed) {
        DecoratedCall<T> future = new DecoratedCall<>(call);
        call.whenComplete((value, failure) -> {
            if (failure == null) {
                future.end(value, succeeded);
            } else {
                future.end(NetworkFutures.cause(failure), failed);
            }
        });
        return future;
    }

    /**
     * Watches a call, and passes on what it gives.
     *
     * @param <T> what the call gives
     * @param call as for {@link #of}
     * @param succeeded gets what the call has given
     * @param failed as for {@link #of}
     * @return the future for the caller of the decorator
     */
    public static <T extends @Nullable Object> CompletableFuture<T> watched(
            CompletableFuture<T> call, Consumer<? super T> succeeded, Consumer<Throwable> failed) {
        return of(call, passingOn(succeeded), failed);
    }

    private static <T extends @Nullable Object> UnaryOperator<T> passingOn(Consumer<? super T> succeeded) {
        return value -> {
            succeeded.accept(value);
            return value;
        };
    }

    private void end(T value, UnaryOperator<T> succeeded) {
        T result;
        try {
            result = completing == Thread.currentThread() ? value : succeeded.apply(value);
        } catch (RuntimeException | Error e) {
            super.completeExceptionally(e);
            return;
        }
        super.complete(result);
    }

    private void end(Throwable failure, UnaryOperator<Throwable> failed) {
        Throwable reason = cancelledBy;
        Throwable told = reason != null && failure instanceof CancellationException ? reason : failure;
        try {
            told = failed.apply(told);
        } finally {
            super.completeExceptionally(told);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean ended = call.cancel(mayInterruptIfRunning);
        return isDone() ? isCancelled() : ended;
    }

    @Override
    public boolean complete(@Nullable T value) {
        completing = Thread.currentThread();
        try {
            return call.complete(value);
        } finally {
            completing = null;
        }
    }

    /** A call of several steps is cancelled: it would be complete at once, and its step still be under way. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        if (!(call instanceof NetworkFuture<T> own) || own.waitsFor == null) {
            return call.completeExceptionally(failure);
        }
        cancelledBy = failure;
        return call.cancel(true);
    }
}
