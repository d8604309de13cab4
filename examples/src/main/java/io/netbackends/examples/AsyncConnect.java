// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Connects without waiting, and closes the stream whatever happens; {@code -Dnetbackends.backend=...} selects the backend. */
public final class AsyncConnect {
    private AsyncConnect() {}

    /** Sends a request and reads the beginning of the response, all within a time. */
    public static CompletableFuture<byte[]> ask(String host, int port, byte[] request, Duration within) {
        AsyncNetworkBackend net = new AsyncNetworkBackend(); // <AsyncNetworkBackend [socket, threads]>
        return Timeout.within(
                within,
                overall ->
                        net.connect(host, port).thenCompose(opened -> opened.use(stream -> exchange(stream, request))));
    }

    private static CompletableFuture<byte[]> exchange(AsyncNetworkStreamInterface stream, byte[] request) {
        return stream.write(request).thenCompose(sent -> stream.read());
    }
}
