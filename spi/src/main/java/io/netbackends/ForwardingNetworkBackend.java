// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A backend that forwards every call to another one; a decorator overrides the methods that it changes.
 *
 * <p>To decorate streams, override {@link #decorate}: every stream passes through it, connected or accepted, by host name or
 * by address. To change where connections go, override {@link #connect(ConnectRequest)}: every connect to a host goes
 * through it. A decorator that overrides only {@link #connect(String, int)} misses connects to resolved addresses, and
 * requests with observers.
 */
public abstract class ForwardingNetworkBackend implements NetworkBackendInterface {
    private final NetworkBackendInterface delegate;

    /**
     * Creates a decorator.
     *
     * @param delegate the backend to forward to
     */
    protected ForwardingNetworkBackend(NetworkBackendInterface delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** {@return the backend to forward to} */
    protected final NetworkBackendInterface delegate() {
        return delegate;
    }

    /**
     * Returns what the caller gets in place of a stream that the delegate opened.
     *
     * @implSpec The default returns the stream itself.
     * @param stream just connected or accepted; closed if this method fails
     * @return the stream, or another one around it
     * @throws IOException if the stream cannot be used
     */
    protected NetworkStreamInterface decorate(NetworkStreamInterface stream) throws IOException {
        return stream;
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return connect(ConnectRequest.to(host, port));
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        return decorated(connectDelegate(request));
    }

    /**
     * Connects the delegate, without {@link #decorate}: for a decorator that overrides {@link #connect(ConnectRequest)}.
     *
     * @param request forwarded as a host and a port if it has nothing else
     * @return a stream of the delegate
     * @throws IOException as thrown by the delegate
     */
    protected final NetworkStreamInterface connectDelegate(ConnectRequest request) throws IOException {
        return request.isHostOnly() ? delegate.connect(request.host(), request.port()) : delegate.connect(request);
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress) {
            return NetworkBackendInterface.super.connect(address);
        }
        return decorated(delegate.connect(address));
    }

    @Override
    public NetworkListenerInterface listen(String host, int port) throws IOException {
        return new DecoratedListener(delegate.listen(host, port));
    }

    @Override
    public NetworkListenerInterface listen(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress) {
            return NetworkBackendInterface.super.listen(address);
        }
        return new DecoratedListener(delegate.listen(address));
    }

    @Override
    public NetworkStreamInterface adopt(NetworkStreamInterface stream, @Nullable SocketAddress target)
            throws IOException {
        return decorated(delegate.adopt(stream, target));
    }

    /** {@return the description of the delegate} */
    @Override
    public String toString() {
        return delegate.toString();
    }

    private NetworkStreamInterface decorated(NetworkStreamInterface stream) throws IOException {
        try {
            return decorate(stream);
        } catch (Throwable failure) {
            try (stream) {
                throw failure;
            }
        }
    }

    private final class DecoratedListener implements NetworkListenerInterface {
        private final NetworkListenerInterface listener;

        DecoratedListener(NetworkListenerInterface listener) {
            this.listener = listener;
        }

        @Override
        public NetworkStreamInterface accept() throws IOException {
            return decorated(listener.accept());
        }

        @Override
        public SocketAddress getLocalAddress() {
            return listener.getLocalAddress();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }

        @Override
        public String toString() {
            return listener.toString();
        }
    }
}
