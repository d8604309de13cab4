// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.Deadlines;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a {@link NetworkFuture} from a known result, or from a stage of another kind. */
public final class NetworkFutures {
    private NetworkFutures() {}

    /**
     * Returns a future that failed.
     *
     * @param <T> the result of the call
     * @param failure wrapped by {@code get}, passed to {@code whenComplete}
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
     * @param value the result of the future
     * @return complete
     */
    public static <T extends @Nullable Object> CompletableFuture<T> completed(T value) {
        NetworkFuture<T> future = new NetworkFuture<>();
        future.complete(value);
        return future;
    }

    /** {@return a complete future of a call without a result} */
    public static CompletableFuture<@Nullable Void> done() {
        NetworkFuture<@Nullable Void> future = new NetworkFuture<>();
        future.complete(null);
        return future;
    }

    /**
     * Returns a {@link NetworkFuture} for a stage of any kind.
     *
     * @param <T> the result of the stage
     * @param stage cancelled with the result, if it is a {@link CompletableFuture}
     * @return the stage itself if it is a {@code NetworkFuture}; else a future that completes as the stage does, on the same
     *     thread and with the same exception
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
     * Composes a future with a function of its value or failure; {@code thenCompose} passes values only.
     *
     * @param <T> the result of the future
     * @param <R> the result of the composition
     * @param future completes first
     * @param next gets the value or the failure; the other argument is null
     * @return completed as the future that {@code next} returns
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the nested future is composed immediately
    public static <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> composeAlways(
            CompletableFuture<T> future,
            BiFunction<? super T, ? super @Nullable Throwable, CompletableFuture<R>> next) {
        return future.<CompletableFuture<R>>handle(next::apply).thenCompose(Function.identity());
    }

    /**
     * Returns the exception that a call failed with.
     *
     * @param failure as passed to a function of a derived future
     * @return the failure without a {@link CompletionException} around it
     */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
