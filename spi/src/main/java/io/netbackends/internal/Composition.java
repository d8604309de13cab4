// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The function of a {@code thenCompose}, which knows what its future waits for: first the call before it, then the stage that
 * the function returned. So a cancellation reaches whichever is pending.
 */
final class Composition<A extends @Nullable Object, U extends @Nullable Object>
        implements Function<A, CompletionStage<U>> {
    private final Function<A, ? extends CompletionStage<U>> function;

    /** A future, or another composition; null once the function's own stage is known, and is nothing that can be cancelled. */
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

    /** Returns the stage as a future that is to be cancelled with what waits for it; null if it cannot be, or is complete. */
    static <T extends @Nullable Object> @Nullable CompletableFuture<T> cancellable(@Nullable CompletionStage<T> stage) {
        if (!(stage instanceof CompletableFuture<T> future)) {
            return null;
        }
        try {
            return future.isDone() ? null : future;
        } catch (UnsupportedOperationException e) {
            return null; // CompletableFuture.completedStage and its kin are such futures, and forbid this
        }
    }

    /** Notes what is waited for from now on; returns whether that has been cancelled in advance. */
    private synchronized boolean proceedTo(@Nullable CompletableFuture<?> next) {
        pending = next;
        return cancelled;
    }

    private synchronized @Nullable Object cancelling() {
        cancelled = true;
        return pending;
    }

    /** Cancels the call at the end of a chain of compositions; returns whether that has ended it. */
    static boolean cancel(Object pending) {
        Object next = pending;
        while (next instanceof Composition<?, ?> composition) {
            next = composition.cancelling();
        }
        return next instanceof CompletableFuture<?> call && call.cancel(true);
    }
}
