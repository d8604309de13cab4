// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Puts a deadline around asynchronous calls, which need no parameter for it. */
public final class AsyncTimeoutAroundACall {
    private AsyncTimeoutAroundACall() {}

    /** Connects, name lookup included, or fails with a {@link NetworkTimeoutException} when the deadline passes. */
    public static CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port, Duration within) {
        AsyncNetworkBackend net = new AsyncNetworkBackend();
        try (Timeout timeout = Timeout.after(within)) {
            return net.connect(host, port); // obeys the deadline even after the block has ended
        }
    }

    /** Reads until the deadline; if it passes, no byte is lost, so the caller may try again. */
    public static CompletableFuture<Optional<byte[]>> read(AsyncNetworkStreamInterface stream, Duration within) {
        return Timeout.within(within, timeout -> stream.read())
                .thenApply(Optional::of)
                .exceptionally(failure -> {
                    if (failure.getCause() instanceof NetworkTimeoutException) {
                        return Optional.empty();
                    }
                    throw new CompletionException(failure.getCause());
                });
    }
}
