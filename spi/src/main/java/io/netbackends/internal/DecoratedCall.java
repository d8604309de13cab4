// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The future that a decorator returns for a call of its delegate: it completes when the call has completed and the decorator
 * has processed the result.
 *
 * <p>Completing it from outside, by {@code cancel}, {@code orTimeout} or {@code complete}, is passed on to the call, and has
 * no effect if the call has completed first. A future derived by {@code thenApply} would complete immediately, and drop
 * bytes or a connection that the call receives at the same moment.
 *
 * @param <T> the result of the call
 */
public final class DecoratedCall<T extends @Nullable Object> extends NetworkFuture<T> {
    private final CompletableFuture<T> call;

    /** The thread that completes the call from outside. */
    private volatile @Nullable Thread completing;

    /** The exception with which the future fails in place of the requested cancellation. */
    private volatile @Nullable Throwable cancelledBy;

    private DecoratedCall(CompletableFuture<T> call) {
        this.call = call;
    }

    /**
     * Watches a call.
     *
     * @param <T> the result of the call
     * @param call used by the decorator only
     * @param succeeded converts the result of the call to the result of the future; not called for a value set from outside
     * @param failed gets the exception of the call, with which the future then fails
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
     * Watches a call, passes on its result, and replaces its exception.
     *
     * @param <T> the result of the call
     * @param call as for {@link #of}
     * @param succeeded gets the result of the call
     * @param naming converts the exception of the call to the exception of the future
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
     * Watches a call, and passes on its result.
     *
     * @param <T> the result of the call
     * @param call as for {@link #of}
     * @param succeeded gets the result of the call
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

    /** Cancels a call of several steps: completing it directly would leave its current step under way. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        if (!(call instanceof NetworkFuture<T> own) || own.waitsFor == null) {
            return call.completeExceptionally(failure);
        }
        cancelledBy = failure;
        return call.cancel(true);
    }
}
