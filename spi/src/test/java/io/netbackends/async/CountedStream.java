// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.NetworkFutures;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;

/** A stream that returns some bytes, one for each read, and accepts all writes. */
final class CountedStream implements AsyncNetworkStreamInterface {
    private final Executor executor;
    private long left;
    private int next;

    /** A call that completes when the executor has run it, unless it is cancelled before. */
    private static final class Call<T> extends NetworkFuture<T> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return super.completeExceptionally(new CancellationException("cancelled"));
        }
    }

    /** The executor completes the calls, one at a time. */
    CountedStream(long bytes, Executor executor) {
        this.left = bytes;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<byte[]> read(int maxBytes) {
        Call<byte[]> call = new Call<>();
        executor.execute(() -> {
            byte[] bytes = left == 0 ? new byte[0] : new byte[] {(byte) next};
            left -= bytes.length; // before functions of the call read again
            next += bytes.length;
            if (!call.complete(bytes)) {
                left += bytes.length;
                next -= bytes.length;
            }
        });
        return call;
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer src) {
        Call<Void> call = new Call<>();
        executor.execute(() -> {
            src.position(src.limit());
            call.complete(null);
        });
        return call;
    }

    @Override
    public CompletableFuture<Void> startTls(SSLEngine engine) {
        return NetworkFutures.failed(new UnsupportedOperationException());
    }

    @Override
    public CompletableFuture<Void> close() {
        return NetworkFutures.completed(null);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Object getExtraInfo(String key) {
        return null;
    }
}
