// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.ConnectRequest;
import io.netbackends.internal.DecoratedCall;
import io.netbackends.internal.NetworkFutures;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A backend that forwards every call to another one; a decorator overrides the methods that it changes.
 *
 * <p>To decorate streams, override {@link #decorate}: every stream passes through it, connected or accepted. To change where
 * connections go, override {@link #connect(ConnectRequest)}: every host and every {@link InetSocketAddress} is passed to it.
 */
public abstract class AsyncForwardingNetworkBackend implements AsyncNetworkBackendInterface {
    private final AsyncNetworkBackendInterface delegate;

    /**
     * Creates a decorator.
     *
     * @param delegate the backend to forward to
     */
    protected AsyncForwardingNetworkBackend(AsyncNetworkBackendInterface delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /** {@return the backend to forward to} */
    protected final AsyncNetworkBackendInterface delegate() {
        return delegate;
    }

    /**
     * Returns what the caller gets in place of a stream that the delegate opened.
     *
     * @implSpec The default returns the stream itself.
     * @param stream just connected or accepted; closed if this method throws
     * @return the stream, or another one around it
     */
    protected AsyncNetworkStreamInterface decorate(AsyncNetworkStreamInterface stream) {
        return stream;
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
        try {
            return connect(ConnectRequest.to(host, port));
        } catch (RuntimeException e) {
            return NetworkFutures.failed(e);
        }
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        return decorated(delegate.connect(request));
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
        return address instanceof InetSocketAddress
                ? AsyncNetworkBackendInterface.super.connect(address)
                : decorated(delegate.connect(address));
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(String host, int port) {
        return decoratedListener(delegate.listen(host, port));
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(SocketAddress address) {
        return address instanceof InetSocketAddress
                ? AsyncNetworkBackendInterface.super.listen(address)
                : decoratedListener(delegate.listen(address));
    }

    /** {@return the description of the delegate} */
    @Override
    public String toString() {
        return delegate.toString();
    }

    private CompletableFuture<AsyncNetworkStreamInterface> decorated(
            CompletableFuture<AsyncNetworkStreamInterface> opening) {
        return DecoratedCall.of(
                opening,
                stream -> {
                    try {
                        return decorate(stream);
                    } catch (RuntimeException | Error e) {
                        discard(stream);
                        throw e;
                    }
                },
                failure -> {});
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the caller gets the failure of decorate
    private static void discard(AsyncNetworkStreamInterface stream) {
        stream.close();
    }

    private CompletableFuture<AsyncNetworkListenerInterface> decoratedListener(
            CompletableFuture<AsyncNetworkListenerInterface> listening) {
        return DecoratedCall.of(listening, DecoratedListener::new, failure -> {});
    }

    private final class DecoratedListener implements AsyncNetworkListenerInterface {
        private final AsyncNetworkListenerInterface listener;

        DecoratedListener(AsyncNetworkListenerInterface listener) {
            this.listener = listener;
        }

        @Override
        public CompletableFuture<AsyncNetworkStreamInterface> accept() {
            return decorated(listener.accept());
        }

        @Override
        public SocketAddress getLocalAddress() {
            return listener.getLocalAddress();
        }

        @Override
        public CompletableFuture<Void> close() {
            return listener.close();
        }

        @Override
        public boolean isOpen() {
            return listener.isOpen();
        }

        @Override
        public String toString() {
            return listener.toString();
        }
    }
}
