// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A stream that forwards every call to another one; a decorator overrides the methods that it changes.
 *
 * <p>Only the primitives are forwarded. The convenience methods of {@link AsyncNetworkStreamInterface}, such as {@code
 * read(ByteBuffer)}, {@code readEach} and {@code startTls(SSLContext, String)}, call the primitives <em>of this object</em>:
 * overriding {@code read(int)} catches every read.
 */
public abstract class AsyncForwardingNetworkStream implements AsyncNetworkStreamInterface {
    private final AsyncNetworkStreamInterface delegate;

    /**
     * Creates a decorator.
     *
     * @param delegate the stream to forward to
     */
    protected AsyncForwardingNetworkStream(AsyncNetworkStreamInterface delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** {@return the stream to forward to} */
    protected final AsyncNetworkStreamInterface delegate() {
        return delegate;
    }

    @Override
    public CompletableFuture<byte[]> read(int maxBytes) {
        return delegate.read(maxBytes);
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer src) {
        return delegate.write(src);
    }

    @Override
    public CompletableFuture<Void> startTls(SSLEngine engine) {
        return delegate.startTls(engine);
    }

    @Override
    public CompletableFuture<Void> shutdownOutput() {
        return delegate.shutdownOutput();
    }

    @Override
    public CompletableFuture<Void> close() {
        return delegate.close();
    }

    @Override
    public CompletableFuture<Void> shutdownInput() {
        return delegate.shutdownInput();
    }

    @Override
    public int available() throws IOException {
        return delegate.available();
    }

    @Override
    public CompletableFuture<Void> abort() {
        return delegate.abort();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        delegate.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return delegate.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return delegate.supportedOptions();
    }

    @Override
    public boolean isOpen() {
        return delegate.isOpen();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return delegate.getExtraInfo(key);
    }

    /** {@return the description of the delegate} */
    @Override
    public String toString() {
        return delegate.toString();
    }
}
