// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.Operation;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Adapts an asynchronous stream to blocking callers. */
final class BlockingStream implements NetworkStreamInterface {
    private final AsyncNetworkStreamInterface async;
    private final String peer;

    BlockingStream(AsyncNetworkStreamInterface async, String peer) {
        this.async = async;
        this.peer = peer;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (dst.isReadOnly()) {
            throw new IllegalArgumentException("dst (" + dst + ") must not be read-only");
        }
        return await("read from ", () -> async.read(dst));
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        Objects.requireNonNull(src, "src");
        await("write to ", () -> async.write(src));
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        Objects.requireNonNull(engine, "engine");
        try {
            await("start TLS with ", () -> async.startTls(engine));
        } catch (InterruptedIOException e) {
            abandon(); // even if no call has begun: a failed startTls must not leave the stream in plaintext
            throw e;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        await("shut down output to ", async::shutdownOutput);
    }

    @Override
    public void shutdownInput() throws IOException {
        await("shut down input from ", async::shutdownInput);
    }

    @Override
    public int available() throws IOException {
        return async.available();
    }

    @Override
    public void abort() throws IOException {
        Await.uninterruptibly(async.abort(), new Operation("abort ", peer));
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        async.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return async.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return async.supportedOptions();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return async.getExtraInfo(key);
    }

    @Override
    public void close() throws IOException {
        Await.uninterruptibly(async.close(), new Operation("close ", peer));
    }

    @Override
    public boolean isOpen() {
        return async.isOpen();
    }

    /** Starts to close the stream and does not wait: the caller has been interrupted. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void abandon() {
        async.close();
    }

    private <T extends @Nullable Object> T await(String verb, Supplier<CompletableFuture<T>> call) throws IOException {
        Operation operation = new Operation(verb, peer);
        if (async.isOpen()) { // otherwise the call fails
            NetworkFailures.checkInterrupt(operation);
        }
        return Await.result(call, operation, this::abandon); // may block
    }

    @Override
    public String toString() {
        return "<BlockingStream [" + async + "]>";
    }
}
