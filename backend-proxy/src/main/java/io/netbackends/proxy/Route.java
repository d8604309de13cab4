// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The proxies to connect through, the nearest one first; none for direct connections. Immutable.
 *
 * @param proxies the proxies in this order
 */
record Route(List<ProxyServer> proxies) implements RouteSource {
    static final Route DIRECT = new Route(List.of());

    /**
     * Creates a route.
     *
     * @throws IllegalArgumentException if a proxy other than the first one is behind a UNIX-domain socket
     */
    Route {
        proxies = List.copyOf(proxies);
        for (ProxyServer proxy : proxies.subList(Math.min(1, proxies.size()), proxies.size())) {
            if (proxy.address() == null) {
                throw new IllegalArgumentException("proxy " + proxy
                        + " must be the first one: no other proxy can connect to a UNIX-domain socket");
            }
        }
    }

    boolean isDirect() {
        return proxies.isEmpty();
    }

    ProxyServer last() {
        return proxies.get(proxies.size() - 1);
    }

    @Override
    public List<Route> routes(ConnectRequest request) {
        return List.of(this);
    }

    @Override
    public boolean mayBlock() {
        return proxies.stream().anyMatch(proxy -> proxy.scheme().isLookingUpHere());
    }

    /** Returns the URLs of the proxies, without credentials. */
    @Override
    public String toString() {
        return proxies.stream().map(ProxyServer::toString).collect(Collectors.joining(" and "));
    }
}
