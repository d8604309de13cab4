// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import io.netbackends.support.HostAndPort;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the {@link ProxySelector} of the JVM returns: by default from system properties such as {@code
 * socksProxyHost} and {@code https.proxyHost}. The scheme of the request is {@code https} for port 443, {@code http} for
 * port 80, and {@code socket} for other ports.
 */
enum JdkRoutes implements RouteSource {
    INSTANCE;

    @Override
    public List<Route> routes(ConnectRequest request) {
        String scheme = switch (request.port()) {
            case 443 -> "https";
            case 80 -> "http";
            default -> "socket";
        };
        return routes(HostAndPort.of(request), scheme);
    }

    /** Returns the routes for a scheme of a URI. */
    static List<Route> routes(HostAndPort target, String scheme) {
        ProxySelector selector = ProxySelector.getDefault();
        URI uri = uri(target, scheme);
        if (selector == null || uri == null) {
            return List.of(Route.DIRECT);
        }
        List<Route> routes = new ArrayList<>();
        for (Proxy proxy : selector.select(uri)) { // may block
            routes.add(route(proxy));
        }
        return routes.isEmpty() ? List.of(Route.DIRECT) : routes;
    }

    /** Returns null for a host that no URI can contain, and for which no proxy can therefore be set. */
    private static @Nullable URI uri(HostAndPort target, String scheme) {
        try {
            return new URI(scheme, target.toString(), scheme.equals("socket") ? null : "/", null, null);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Returns the route through one proxy, with the JDK's credentials for it. May block. */
    static Route route(Proxy proxy) {
        if (proxy.type() == Proxy.Type.DIRECT || !(proxy.address() instanceof InetSocketAddress address)) {
            return Route.DIRECT;
        }
        ProxyScheme scheme = proxy.type() == Proxy.Type.HTTP
                ? ProxyScheme.HTTP
                : Integer.getInteger("socksProxyVersion", 5) == 4 ? ProxyScheme.SOCKS4 : ProxyScheme.SOCKS5H;
        HostAndPort place = HostAndPort.of(address);
        return new Route(List.of(ProxyServer.at(scheme, place, JdkCredentials.of(scheme, place))));
    }

    @Override
    public boolean mayBlock() {
        return true;
    }
}
