// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackendInterface;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/** {@link HttpsRequest} for asynchronous callers: at most 10 s in total, and at most 3 s to connect and to start TLS. */
public final class AsyncHttpsRequest {
    private static final int LIMIT = 1 << 20;

    private AsyncHttpsRequest() {}

    public static CompletableFuture<byte[]> get(
            AsyncNetworkBackendInterface net, String host, int port, SSLContext tls) {
        String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        // The blocks end while the calls are in progress; the deadlines still apply to them.
        try (Timeout overall = Timeout.after(Duration.ofSeconds(10));
                Timeout connecting = Timeout.after(Duration.ofSeconds(3))) {
            return net.connect(host, port)
                    .thenCompose(opened -> opened.use(stream -> stream.startTls(tls, host)
                            .thenRun(connecting::cancel) // connected: the rest has the remainder of the 10 s
                            .thenCompose(connected -> stream.write(request.getBytes(US_ASCII)))
                            .thenCompose(sent -> stream.readAll(LIMIT))));
        }
    }
}
