// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.support.HostAndPort;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** The asynchronous half of a listener. */
final class AsyncMemoryListener implements AsyncNetworkListenerInterface {
    private final MemoryListener listener;
    private final TlsTruncation truncation;

    AsyncMemoryListener(MemoryListener listener, TlsTruncation truncation) {
        this.listener = listener;
        this.truncation = truncation;
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> accept() {
        return listener.backlog()
                .takeAsync(listener.accepting(), socket -> AsyncMemoryTransport.accepted(socket, truncation));
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return listener.getLocalAddress();
    }

    @Override
    @SuppressWarnings("NullAway") // null is the only value of Void
    public CompletableFuture<Void> close() {
        listener.close();
        return NetworkFutures.completed(null);
    }

    @Override
    public boolean isOpen() {
        return !listener.backlog().isClosed();
    }

    /** Returns, for instance, {@code <AsyncNetworkListener ["localhost:8080"]>}. */
    @Override
    public String toString() {
        return "<AsyncNetworkListener [\"" + HostAndPort.of(getLocalAddress()) + "\"" + (isOpen() ? "" : " CLOSED")
                + "]>";
    }
}
