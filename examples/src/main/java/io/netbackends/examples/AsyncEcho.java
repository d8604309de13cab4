// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkServer;
import java.util.concurrent.CompletableFuture;

/** An echo server for any number of clients, without a thread for each. */
public final class AsyncEcho {
    private AsyncEcho() {}

    public static CompletableFuture<AsyncNetworkServer> serve(String host, int port) {
        AsyncNetworkBackend net = new AsyncNetworkBackend();
        return net.listen(host, port)
                .thenApply(listener -> AsyncNetworkServer.serve(
                        listener,
                        stream -> stream.readEach(
                                8192, bytes -> stream.write(bytes).thenApply(written -> true))));
    }
}
