// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.async;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits until a number of connections have completed their exchanges, or one has failed. */
final class Round {
    private static final long MOST_SECONDS = 60;

    private final AtomicInteger left;
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    Round(int connections) {
        left = new AtomicInteger(connections);
    }

    /** Notes that one connection has completed its exchanges. */
    void done() {
        if (left.decrementAndGet() == 0) {
            over.complete(true);
        }
    }

    void fail(Throwable cause) {
        over.completeExceptionally(cause);
    }

    void await() throws IOException {
        try {
            over.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(left + " connections are not done after " + MOST_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
