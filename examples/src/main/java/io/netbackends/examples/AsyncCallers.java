// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.Timeout;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The same client for asynchronous callers: the call blocks a thread of an executor, preferably a virtual one, under the
 * deadlines of the calling thread.
 */
public final class AsyncCallers {
    private final SmallHttpClient client;
    private final Executor executor;

    public AsyncCallers(SmallHttpClient client, Executor executor) {
        this.client = client;
        this.executor = executor;
    }

    public CompletableFuture<SmallHttpClient.Response> get(URI uri) {
        // Deadlines apply to their thread unless they are passed on to another one.
        Callable<SmallHttpClient.Response> call = Timeout.propagate(() -> client.get(uri));
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
    }
}
