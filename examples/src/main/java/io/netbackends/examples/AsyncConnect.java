// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.util.concurrent.CompletableFuture;

/** Connects without waiting, writes, reads, and closes the stream explicitly, also after a failure. */
public final class AsyncConnect {
    private AsyncConnect() {}

    public static CompletableFuture<byte[]> exchange(String host, int port, byte[] request) {
        AsyncNetworkBackend net = new AsyncNetworkBackend();
        return net.connect(host, port).thenCompose(stream -> exchange(stream, request));
    }

    private static CompletableFuture<byte[]> exchange(AsyncNetworkStreamInterface stream, byte[] request) {
        System.out.println(stream); // <AsyncNetworkStream ["127.0.0.1:80"]>
        CompletableFuture<byte[]> response = stream.write(request).thenCompose(sent -> stream.read());
        return response.exceptionallyCompose(failure -> stream.close().thenCompose(closed -> response)) // the "finally"
                .thenCompose(bytes -> stream.close().thenApply(closed -> bytes));
    }
}
