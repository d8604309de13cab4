// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.Timeout;
import io.netbackends.internal.RelayedFailure;
import io.netbackends.internal.Ticker;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A lookup for which several callers wait, each under its own deadlines. It continues when a caller gives up. */
final class SharedLookup {
    private final String operation;
    private final Ticker ticker;
    private final CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();

    SharedLookup(String operation, Ticker ticker) {
        this.operation = operation;
        this.ticker = ticker;
    }

    void answered(List<InetAddress> addresses) {
        result.complete(addresses);
    }

    void failed(Throwable failure) {
        result.completeExceptionally(failure);
    }

    /**
     * Waits for the answer.
     *
     * @param maxNanos the maximum wait in nanoseconds, in addition to the ambient deadlines; {@link Long#MAX_VALUE} for no
     *     limit
     * @return null if this time has passed
     * @throws io.netbackends.NetworkTimeoutException if a deadline passed first
     * @throws java.io.InterruptedIOException if the thread was interrupted; its interrupt flag stays set
     * @throws IOException the failure of the lookup, an exception that other callers may share
     */
    @Nullable
    List<InetAddress> await(long maxNanos) throws IOException {
        long begin = ticker.read();
        while (true) {
            long left = maxNanos == Long.MAX_VALUE ? maxNanos : maxNanos - (ticker.read() - begin);
            if (left <= 0) {
                return result.isDone() && !result.isCompletedExceptionally() ? result.getNow(null) : null;
            }
            try {
                long nanos = Math.min(left, Timeout.checkRemaining(operation));
                return result.get(nanos, TimeUnit.NANOSECONDS); // may block
            } catch (TimeoutException e) {
                Timeout.check(operation); // otherwise the time has passed, or the deadline was cancelled
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw NetworkFailures.interrupted(operation);
            } catch (ExecutionException e) {
                throw RelayedFailure.of(e.getCause());
            }
        }
    }
}
