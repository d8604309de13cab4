// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The function of a {@code thenCompose}. It knows what its future waits for, first the previous call, then the stage that
 * the function returned, so that a cancellation reaches the pending one.
 */
final class Composition<A extends @Nullable Object, U extends @Nullable Object>
        implements Function<A, CompletionStage<U>> {
    private final Function<A, ? extends CompletionStage<U>> function;

    /** A future, or another composition; null once the function's stage is known, if that cannot be cancelled. */
    private @Nullable Object pending;

    private boolean cancelled;

    Composition(Function<A, ? extends CompletionStage<U>> function, Object pending) {
        this.function = function;
        this.pending = pending;
    }

    @Override
    public CompletionStage<U> apply(A value) {
        CompletionStage<U> stage = function.apply(value);
        CompletableFuture<?> next = cancellable(stage);
        if (proceedTo(next) && next != null) {
            next.cancel(true);
        }
        return stage;
    }

    /**
     * Returns the stage as a future to be cancelled together with its dependent; null if it cannot be cancelled or is
     * complete.
     */
    static <T extends @Nullable Object> @Nullable CompletableFuture<T> cancellable(@Nullable CompletionStage<T> stage) {
        if (!(stage instanceof CompletableFuture<T> future)) {
            return null;
        }
        try {
            return future.isDone() ? null : future;
        } catch (UnsupportedOperationException e) {
            return null; // CompletableFuture.completedStage and similar methods return futures that do not support this
        }
    }

    /** Records the stage that is pending from now on; returns whether it was cancelled in advance. */
    private synchronized boolean proceedTo(@Nullable CompletableFuture<?> next) {
        pending = next;
        return cancelled;
    }

    private synchronized @Nullable Object cancelling() {
        cancelled = true;
        return pending;
    }

    /** Cancels the call at the end of a chain of compositions; returns whether this ended the call. */
    static boolean cancel(Object pending) {
        Object next = pending;
        while (next instanceof Composition<?, ?> composition) {
            next = composition.cancelling();
        }
        return next instanceof CompletableFuture<?> call && call.cancel(true);
    }
}
