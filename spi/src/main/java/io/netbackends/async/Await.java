// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.NonBlockingThread;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for asynchronous calls. Their failures are thrown as new exceptions with the stack trace of the caller. */
final class Await {
    private Await() {}

    /**
     * Starts a call and waits for its result; fails on an event loop's thread before the call is made.
     *
     * @param onInterrupt run after the call has been cancelled, if the thread is interrupted while it waits
     */
    static <T extends @Nullable Object> T result(
            Supplier<CompletableFuture<T>> call, Object operation, Runnable onInterrupt) throws IOException {
        NonBlockingThread.check();
        CompletableFuture<T> future = call.get();
        try {
            return get(future, operation); // may block
        } catch (InterruptedIOException e) {
            future.cancel(true);
            onInterrupt.run();
            throw e;
        } catch (CancellationException e) {
            throw new NetworkStreamClosedException(operation + ": the call was cancelled", e);
        } catch (ExecutionException e) {
            throw anew(operation.toString(), e.getCause());
        }
    }

    private static <T extends @Nullable Object> T get(CompletableFuture<T> future, Object operation)
            throws InterruptedIOException, ExecutionException {
        while (true) {
            try {
                return future.get(); // may block
            } catch (InterruptedException e) {
                DeadlineWait.endUnlessHeld(operation);
            }
        }
    }

    /** Waits for a call even if the thread is interrupted; the next call finds the interrupt flag. */
    static void uninterruptibly(CompletableFuture<?> call, Object operation) throws IOException {
        try {
            call.join(); // may block
        } catch (CompletionException e) {
            throw anew(operation.toString(), e.getCause());
        }
    }

    private static IOException anew(String operation, @Nullable Throwable failure) {
        if (failure instanceof NetworkTimeoutException timeout) {
            return timeout.during(timeout.operation());
        }
        if (failure instanceof NetworkStreamClosedException closed) {
            return new NetworkStreamClosedException(String.valueOf(closed.getMessage()), closed);
        }
        if (failure instanceof IOException io) {
            return NetworkFailures.during(operation, io);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return new IOException(operation + ": " + failure, failure);
    }
}
