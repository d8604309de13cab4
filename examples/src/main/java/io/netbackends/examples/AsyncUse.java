// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.async.AsyncNetworkBackend;
import java.util.concurrent.CompletableFuture;

/** {@link TryWithResources} for asynchronous callers: the stream is closed when the function's future is complete. */
public final class AsyncUse {
    private AsyncUse() {}

    public static CompletableFuture<byte[]> exchange(String host, int port, byte[] request) {
        AsyncNetworkBackend net = new AsyncNetworkBackend();
        return net.connect(host, port)
                .thenCompose(
                        opened -> opened.use(stream -> stream.write(request).thenCompose(sent -> stream.read())));
    }
}
