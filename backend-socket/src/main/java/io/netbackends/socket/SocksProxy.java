// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.HostResolver;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * Connects through the SOCKS proxy that the JDK's settings name. The proxy is chosen by the host's name, here, and not by the
 * {@link Socket}, which would see the address alone; and the proxy's own name is looked up within the deadline.
 */
final class SocksProxy {
    private SocksProxy() {}

    /** Returns a SOCKS proxy, or one of another type if the host is to be reached without. */
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
            return Proxy.NO_PROXY; // no name that a proxy could be set for
        }
    }

    static SocketTransport connect(Proxy proxy, HostAndPort target, HostResolver resolver, SocketSettings settings)
            throws IOException {
        HostAndPort via = HostAndPort.of((InetSocketAddress) proxy.address());
        String operation = "connect to " + target + " through the SOCKS proxy " + via;
        InetSocketAddress address = address(target, resolver); // may block
        try {
            Socket socket = HappyEyeballs.connect(
                    via,
                    resolver,
                    proxyAddress -> new SocketAttempt(
                            new Proxy(Proxy.Type.SOCKS, proxyAddress), address, settings)); // may block
            return SocketTransport.connected(socket, address);
        } catch (NetworkTimeoutException e) {
            NetworkTimeoutException named = new NetworkTimeoutException(operation, e.duration());
            named.initCause(e);
            throw named;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw NetworkFailures.during(operation, e);
        }
    }

    /** SOCKS 5 takes names (RFC 1928), SOCKS 4 addresses only. */
    private static InetSocketAddress address(HostAndPort target, HostResolver resolver) throws IOException {
        boolean takesNames = Integer.getInteger("socksProxyVersion", 5) != 4;
        if (takesNames && !target.isAddress()) {
            return InetSocketAddress.createUnresolved(target.host(), target.port());
        }
        return new InetSocketAddress(target.resolve(resolver).get(0), target.port()); // may block
    }
}
