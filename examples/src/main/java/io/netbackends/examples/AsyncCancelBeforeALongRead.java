// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackend;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Limits the time to connect, and removes the limit before a read that may take any time. */
public final class AsyncCancelBeforeALongRead {
    private AsyncCancelBeforeALongRead() {}

    public static CompletableFuture<byte[]> subscribe(String host, int port, byte[] request, Duration toConnect) {
        AsyncNetworkBackend net = new AsyncNetworkBackend();
        return Timeout.within(
                toConnect,
                connecting -> net.connect(host, port)
                        .thenCompose(opened -> opened.use(stream -> stream.write(request)
                                // The request is sent: the response may take any time.
                                .thenRun(connecting::cancel)
                                .thenCompose(sent -> stream.read()))));
    }
}
