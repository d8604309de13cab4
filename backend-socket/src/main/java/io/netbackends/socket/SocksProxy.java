// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.CancellableCall;
import io.netbackends.internal.TcpSettings;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
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

    /** Connects to the request's addresses, one after the other, or lets the proxy look up its host. */
    static SocketTransport connect(Proxy proxy, ConnectRequest request, TcpSettings settings) throws IOException {
        HostAndPort via = HostAndPort.of((InetSocketAddress) proxy.address());
        ConnectRequest toProxy = request.withTarget(via.host(), via.port());
        String operation = "connect to " + request + " through the SOCKS proxy " + via;
        IOException first = null;
        for (InetSocketAddress address : addresses(request, settings)) { // may block
            try {
                Socket socket = HappyEyeballs.connect(
                        toProxy,
                        settings.resolver(),
                        proxyAddress -> new SocketAttempt(socks(proxyAddress), address, settings)); // may block
                return SocketTransport.connected(socket, address);
            } catch (NetworkTimeoutException e) {
                throw NetworkFailures.during(operation, e);
            } catch (InterruptedIOException | NetworkStreamClosedException e) {
                throw e;
            } catch (IOException e) {
                IOException failure = NetworkFailures.during(operation, e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        throw first;
    }

    /** Without a name: the JDK would look it up, without a deadline. */
    private static Proxy socks(InetSocketAddress address) throws UnknownHostException {
        InetAddress nameless = InetAddress.getByName(address.getAddress().getHostAddress());
        return new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(nameless, address.getPort()));
    }

    /** SOCKS 5 takes names (RFC 1928), SOCKS 4 addresses only. */
    private static List<InetSocketAddress> addresses(ConnectRequest request, TcpSettings settings) throws IOException {
        HostAndPort target = HostAndPort.of(request);
        if (!request.addresses().isEmpty()) {
            return withPort(request.addresses(), target.port());
        }
        boolean takesNames = Integer.getInteger("socksProxyVersion", 5) != 4;
        if (takesNames && !target.isAddress()) {
            return List.of(InetSocketAddress.createUnresolved(target.host(), target.port()));
        }
        List<InetAddress> found = CancellableCall.call(
                request.cancellation(), "connect to " + target, () -> target.resolve(settings.resolver())); // may block
        return withPort(found.subList(0, 1), target.port());
    }

    private static List<InetSocketAddress> withPort(List<InetAddress> addresses, int port) {
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }
}
