// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkBackendInterface;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;

/** Fetches the same page as {@link DemoClient}, with asynchronous calls. */
final class DemoAsyncClient {
    private static final int LARGEST_PAGE = 1 << 20;

    private final AsyncNetworkBackendInterface net;

    DemoAsyncClient(AsyncNetworkBackendInterface net) {
        this.net = net;
    }

    /** Fetches a page over HTTPS, within 10 s, and within 3 s up to the end of the TLS handshake. */
    CompletableFuture<String> fetch(SocketAddress address, SSLContext trust) {
        byte[] request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
        return Timeout.within(
                        Duration.ofSeconds(10),
                        overall -> Timeout.within(
                                Duration.ofSeconds(3),
                                connecting -> net.connect(address)
                                        .thenCompose(opened -> opened.use(stream -> stream.startTls(trust, "localhost")
                                                .thenRun(connecting::cancel)
                                                .thenCompose(secured -> stream.write(request))
                                                .thenCompose(written -> stream.readAll(LARGEST_PAGE))))))
                .thenApply(bytes -> new String(bytes, US_ASCII));
    }

    /** Waits for the result, since the demo runs its steps one after the other. */
    String fetchAndWait(SocketAddress address, SSLContext trust) throws IOException {
        CompletableFuture<String> page = fetch(address, trust);
        try {
            return page.get(); // may block
        } catch (InterruptedException e) {
            page.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the page was fetched");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }
}
