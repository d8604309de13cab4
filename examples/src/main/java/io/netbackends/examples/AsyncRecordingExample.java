// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** {@link RecordingExample} for asynchronous callers: logs the bytes of all streams, in plaintext even over TLS. */
public final class AsyncRecordingExample extends AsyncForwardingNetworkBackend {
    private final PrintStream transcript;

    public AsyncRecordingExample(AsyncNetworkBackendInterface net, PrintStream transcript) {
        super(net);
        this.transcript = transcript;
    }

    @Override
    protected AsyncNetworkStreamInterface decorate(AsyncNetworkStreamInterface stream) {
        return new AsyncForwardingNetworkStream(stream) {
            @Override
            public CompletableFuture<byte[]> read(int maxBytes) {
                return super.read(maxBytes).thenApply(bytes -> {
                    if (bytes.length > 0) {
                        transcript.println("<<< " + new String(bytes, UTF_8));
                    }
                    return bytes;
                });
            }

            @Override
            public CompletableFuture<Void> write(ByteBuffer src) {
                // Logged before it is sent, so that the response cannot be logged first.
                transcript.println(">>> " + UTF_8.decode(src.duplicate()));
                return super.write(src);
            }
        };
    }
}
