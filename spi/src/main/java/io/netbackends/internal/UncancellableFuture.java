// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A future of a call that its caller cannot end: cancelling or completing it has no effect.
 *
 * @param <T> the result of the call
 */
public final class UncancellableFuture<T extends @Nullable Object> extends NetworkFuture<T> {
    private UncancellableFuture() {}

    /**
     * Returns a future that completes as another one does.
     *
     * @param <T> the result of the call
     * @param call never cancelled by the result
     * @return a new future
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the failure of the call is passed on
    public static <T extends @Nullable Object> CompletableFuture<T> of(CompletableFuture<T> call) {
        UncancellableFuture<T> future = new UncancellableFuture<>();
        call.whenComplete(future::end);
        return future;
    }

    private void end(@Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            super.complete(value);
        } else {
            super.completeExceptionally(NetworkFutures.cause(failure));
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public boolean complete(@Nullable T value) {
        return false;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return false;
    }
}
