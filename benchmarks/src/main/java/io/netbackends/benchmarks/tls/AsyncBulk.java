// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.tls;

import io.netbackends.async.AsyncNetworkBackend;
import io.netbackends.async.AsyncNetworkStreamInterface;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;

/** This project's asynchronous stream; the event loop's thread makes all calls of a transfer except the first. */
final class AsyncBulk implements BulkClient {
    private final AsyncNetworkStreamInterface stream;
    private final long eventLoopThread;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);

    AsyncBulk(SSLContext context, InetSocketAddress server) {
        stream = AsyncNetworkBackend.named("nio").connect(server).join();
        CompletableFuture<Void> handshake = stream.startTls(context, TlsServer.HOST);
        eventLoopThread =
                handshake.thenApply(nothing -> Thread.currentThread().getId()).join();
    }

    @Override
    public long helperThread() {
        return eventLoopThread == Thread.currentThread().getId() ? 0 : eventLoopThread;
    }

    @Override
    public long read(long count) throws IOException {
        long[] done = {0};
        await(stream.readEach(PIECE, bytes -> {
            done[0] += bytes.length;
            return CompletableFuture.completedFuture(done[0] < count);
        }));
        return done[0];
    }

    @Override
    public void write(long count) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        write(count, done);
        await(done);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures reach the function
    private void write(long count, CompletableFuture<Void> done) {
        stream.write(piece.clear()).whenComplete((nothing, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (count > PIECE) {
                write(count - PIECE, done);
            } else {
                done.complete(null);
            }
        });
    }

    private static void await(CompletableFuture<?> done) throws IOException {
        try {
            done.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        stream.close().join();
    }
}
