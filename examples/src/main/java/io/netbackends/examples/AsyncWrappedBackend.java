// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/** Wraps the default backend in your own one, and passes it to a client, which is unaware of it. */
public final class AsyncWrappedBackend {
    private AsyncWrappedBackend() {}

    public static CompletableFuture<byte[]> get(String host, int port, SSLContext tls, PrintStream transcript) {
        AsyncNetworkBackendInterface net = new AsyncRecordingExample(new AsyncNetworkBackend(), transcript);
        return AsyncHttpsRequest.get(net, host, port, tls);
    }
}
