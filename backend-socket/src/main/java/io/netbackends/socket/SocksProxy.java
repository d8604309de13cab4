// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.SocksConnector;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Connects through the SOCKS proxy that the JDK's settings name. The proxy is chosen here by the host's name; the {@link
 * java.net.Socket} would see only the address. The proxy's own name is looked up within the deadline.
 */
final class SocksProxy {
    private SocksProxy() {}

    /** Returns a SOCKS proxy, or one of another type if the connection needs none. */
    static Proxy select(HostAndPort target) {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return Proxy.NO_PROXY;
        }
        try {
            List<Proxy> proxies = selector.select(new URI("socket", target.toString(), null, null, null));
            Proxy first = proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
            return first.type() == Proxy.Type.SOCKS && first.address() instanceof InetSocketAddress
                    ? first
                    : Proxy.NO_PROXY;
        } catch (URISyntaxException e) {
            return Proxy.NO_PROXY; // not a name for which a proxy could be set
        }
    }

    /**
     * Connects through the proxy.
     *
     * @param direct connects to the proxy
     * @throws ConnectException also if {@code netbackends-proxy}, which implements SOCKS, is not installed
     */
    static NetworkStreamInterface connect(
            Proxy proxy, ConnectRequest request, NetworkBackendInterface direct, HostResolver resolver)
            throws IOException {
        SocksConnector connector = connector(SocksProxy.class.getClassLoader());
        if (connector == null) {
            connector = connector(Thread.currentThread().getContextClassLoader());
        }
        if (connector == null) {
            throw new ConnectException(
                    "connect to " + request + ": the JDK's settings (socksProxyHost, or the default"
                            + " ProxySelector) name a SOCKS proxy for it, "
                            + HostAndPort.of((InetSocketAddress) proxy.address())
                            + "; add io.netbackends:netbackends-proxy, which supports SOCKS, or the host to socksNonProxyHosts");
        }
        return connector.connect(proxy, request, direct, resolver); // may block
    }

    private static @Nullable SocksConnector connector(@Nullable ClassLoader loader) {
        return ServiceLoader.load(SocksConnector.class, loader).findFirst().orElse(null);
    }
}
