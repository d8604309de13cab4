// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The asynchronous half of {@link ProxyBackend}, which documents the details. Safe for use by several threads. It uses a
 * thread only to look up a name for a proxy, or to call a {@link java.net.ProxySelector}.
 */
public final class AsyncProxyBackend extends AsyncForwardingNetworkBackend {
    private final Proxies proxies;

    /**
     * Creates a backend.
     *
     * @param delegate connects to the first proxy of each route, and to targets without one
     * @param proxies select the route
     */
    public AsyncProxyBackend(AsyncNetworkBackendInterface delegate, Proxies proxies) {
        super(delegate);
        this.proxies = Objects.requireNonNull(proxies, "proxies");
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        return request == null
                ? NetworkFutures.failed(new NullPointerException("request"))
                : new AsyncTunnelConnect(request, proxies, delegate()).start();
    }

    /** Returns, for instance, {@code <AsyncProxyBackend [<AsyncNioBackend>]>}. */
    @Override
    public String toString() {
        return "<AsyncProxyBackend [" + delegate() + "]>";
    }
}
