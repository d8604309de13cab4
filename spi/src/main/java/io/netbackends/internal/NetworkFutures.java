// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.Deadlines;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a {@link NetworkFuture} of what is known already, or of a stage of another kind. */
public final class NetworkFutures {
    private NetworkFutures() {}

    /**
     * Returns a future that failed.
     *
     * @param <T> what the call would have given
     * @param failure what {@code get} wraps and {@code whenComplete} gets
     * @return complete
     */
    public static <T extends @Nullable Object> CompletableFuture<T> failed(Throwable failure) {
        NetworkFuture<T> future = new NetworkFuture<>();
        future.completeExceptionally(failure);
        return future;
    }

    /**
     * Returns a future with a value.
     *
     * @param <T> the type of the value
     * @param value what the future gives
     * @return complete
     */
    public static <T extends @Nullable Object> CompletableFuture<T> completed(T value) {
        NetworkFuture<T> future = new NetworkFuture<>();
        future.complete(value);
        return future;
    }

    /** {@return a complete future of a call that gives nothing} */
    public static CompletableFuture<@Nullable Void> done() {
        NetworkFuture<@Nullable Void> future = new NetworkFuture<>();
        future.complete(null);
        return future;
    }

    /**
     * Returns a {@link NetworkFuture} for a stage of any kind.
     *
     * @param <T> what the stage gives
     * @param stage cancelled with the result, if it is a {@link CompletableFuture}
     * @return the stage itself if it is of this kind; else completed as the stage is, on its thread, and with the very exception
     *     that it failed with
     */
    public static <T extends @Nullable Object> CompletableFuture<T> adopt(CompletionStage<T> stage) {
        if (stage instanceof NetworkFuture<T> own) {
            return own;
        }
        NetworkFuture<T> future = new NetworkFuture<>(Composition.cancellable(stage));
        stage.whenComplete((value, failure) -> Deadlines.none().run(() -> {
            if (failure == null) {
                future.complete(value);
            } else {
                future.completeExceptionally(cause(failure));
            }
        }));
        return future;
    }

    /**
     * Composes whatever a future ends with, as {@code thenCompose} does with its value alone.
     *
     * @param <T> what the future gives
     * @param <R> what the result gives
     * @param future what is waited for first
     * @param next gets the value or the failure, one of which is null
     * @return completed as the future that {@code next} returns
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the nested future is composed at once
    public static <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> composeAlways(
            CompletableFuture<T> future,
            BiFunction<? super T, ? super @Nullable Throwable, CompletableFuture<R>> next) {
        return future.<CompletableFuture<R>>handle(next::apply).thenCompose(Function.identity());
    }

    /**
     * Returns the exception that a call failed with.
     *
     * @param failure as a function of a derived future gets it
     * @return without the {@link CompletionException} around it, if there is one
     */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
