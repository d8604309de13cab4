// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A stream that forwards every call to another one; a decorator overrides the methods that it changes.
 *
 * <p>Only the primitives are forwarded. The convenience methods of {@link NetworkStreamInterface}, such as {@code
 * read(int)}, {@code startTls(SSLContext, String)} and {@code inputStream()}, call the primitives <em>of this object</em>:
 * overriding {@code read(ByteBuffer)} catches every read.
 */
public abstract class ForwardingNetworkStream implements NetworkStreamInterface {
    private final NetworkStreamInterface delegate;

    /**
     * Creates a decorator.
     *
     * @param delegate the stream to forward to
     */
    protected ForwardingNetworkStream(NetworkStreamInterface delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** {@return the stream to forward to} */
    protected final NetworkStreamInterface delegate() {
        return delegate;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return delegate.read(dst);
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        delegate.write(src);
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        delegate.startTls(engine);
    }

    @Override
    public void endTls() throws IOException {
        delegate.endTls();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return delegate.getExtraInfo(key);
    }

    @Override
    public void shutdownOutput() throws IOException {
        delegate.shutdownOutput();
    }

    @Override
    public void shutdownInput() throws IOException {
        delegate.shutdownInput();
    }

    @Override
    public int available() throws IOException {
        return delegate.available();
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
    public void close() throws IOException {
        delegate.close();
    }

    @Override
    public void abort() throws IOException {
        delegate.abort();
    }

    /** {@return the description of the delegate} */
    @Override
    public String toString() {
        return delegate.toString();
    }
}
