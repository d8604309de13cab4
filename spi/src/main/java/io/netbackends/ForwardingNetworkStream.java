// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A stream that passes every call on to another one; a decorator overrides what it cares for.
 *
 * <p>Only the primitives are passed on. The convenience methods of {@link NetworkStreamInterface}, such as {@code
 * read(int)}, {@code startTls(SSLContext, String)} and {@code inputStream()}, come down to the primitives <em>of this
 * object</em>: overriding {@code read(ByteBuffer)} catches every read.
 */
public abstract class ForwardingNetworkStream implements NetworkStreamInterface {
    private final NetworkStreamInterface delegate;

    /**
     * Creates a decorator.
     *
     * @param delegate gets the calls
     */
    protected ForwardingNetworkStream(NetworkStreamInterface delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** {@return the stream that gets the calls} */
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
    public @Nullable Object getExtraInfo(String key) {
        return delegate.getExtraInfo(key);
    }

    @Override
    public void shutdownOutput() throws IOException {
        delegate.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return delegate.isOpen();
    }

    @Override
    public void close() throws IOException {
        delegate.close();
    }

    /** {@return what the delegate says of itself} */
    @Override
    public String toString() {
        return delegate.toString();
    }
}
