// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.Deadlines;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A blocking call on a thread, under the deadlines that are active when it is made.
 *
 * @param <T> the result of the call
 */
public final class ThreadedCall<T extends @Nullable Object> extends NetworkFuture<T> {
    private final Deadlines deadlines = Deadlines.current();
    private final Runnable onGivenUp;
    private final Consumer<? super T> onTooLate;

    /** A blocking call without a result. */
    @FunctionalInterface
    public interface Action {
        /** Makes the call. */
        void run() throws IOException;
    }

    private ThreadedCall(Runnable onGivenUp, Consumer<? super T> onTooLate) {
        this.onGivenUp = onGivenUp;
        this.onTooLate = onTooLate;
    }

    /**
     * Starts a call.
     *
     * @param call made on another thread
     * @param onGivenUp run if the future is cancelled or completed by other code while the call is under way
     * @param onTooLate gets a result of the call after that
     */
    public static <T extends @Nullable Object> CompletableFuture<T> start(
            Deadlines.Task<T, IOException> call, Runnable onGivenUp, Consumer<? super T> onTooLate) {
        ThreadedCall<T> future = new ThreadedCall<>(onGivenUp, onTooLate);
        try {
            Timers.THREADS.execute(() -> future.make(call));
        } catch (Throwable e) { // no thread available
            future.end(e);
        }
        return future;
    }

    /** Starts a call without a result. */
    @SuppressWarnings("NullAway") // null is the only value of Void
    public static CompletableFuture<Void> run(Action action, Runnable onGivenUp) {
        return start(
                () -> {
                    action.run(); // may block
                    return null;
                },
                onGivenUp,
                nothing -> {});
    }

    private void make(Deadlines.Task<T, IOException> call) {
        T value;
        try {
            value = deadlines.call(call); // may block
        } catch (Throwable e) {
            end(e);
            return;
        }
        if (!super.complete(value)) {
            onTooLate.accept(value);
        }
    }

    private void end(Throwable failure) {
        super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return completeExceptionally(new CancellationException("cancelled")) || isCancelled();
    }

    @Override
    public boolean complete(@Nullable T value) {
        return givenUp(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return givenUp(super.completeExceptionally(failure));
    }

    private boolean givenUp(boolean ended) {
        if (ended) {
            onGivenUp.run();
        }
        return ended;
    }
}
