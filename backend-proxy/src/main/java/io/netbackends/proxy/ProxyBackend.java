// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.ForwardingNetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.util.Objects;

/**
 * A backend whose connections go through proxies: SOCKS 4, 4A and 5, HTTP and HTTPS, and chains of them.
 *
 * <p>One deadline covers the whole connect: the connection to the proxy, TLS with it, and the proxy protocol. Messages of
 * failures name the target, the proxies, and the one that failed: {@code connect to api.example:443 through
 * socks5h://proxy.example:1080: the proxy socks5h://proxy.example:1080 could not reach api.example:443: connection refused
 * (5)}. Messages never contain credentials.
 *
 * <p>The local address and options of a request apply to the connection to the proxy. If the caller has resolved an address,
 * the proxy gets the address and not the name. The extra information {@code server_addr} is the target's address as far as
 * known; {@link #PROXIES} has the route. The wrapped backend handles listening, and connects to addresses other than hosts
 * and ports.
 *
 * <p>Safe for use by several threads; uses none of its own.
 */
public final class ProxyBackend extends ForwardingNetworkBackend {
    /** {@code "proxies"}: the URLs of the proxies of a stream, without credentials; absent for direct connections. */
    public static final ExtraInfo<String> PROXIES = ExtraInfo.of("proxies", String.class);

    private final Proxies proxies;

    /**
     * Creates a backend.
     *
     * @param delegate connects to the first proxy of each route, and to targets without one
     * @param proxies select the route
     */
    public ProxyBackend(NetworkBackendInterface delegate, Proxies proxies) {
        super(delegate);
        this.proxies = Objects.requireNonNull(proxies, "proxies");
    }

    /**
     * Connects to the target through the proxies of its route, if there are any.
     *
     * @throws java.net.ConnectException also if a proxy refuses the tunnel, or cannot reach the target
     * @throws java.net.SocketException also if a proxy does not speak its protocol
     * @throws UnsupportedOperationException also if a proxy is behind a UNIX-domain socket, to which the wrapped backend cannot
     *     connect
     */
    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        return new TunnelConnect(request, proxies, this::connectDelegate, delegate()).connect(); // may block
    }

    /** Returns, for instance, {@code <ProxyBackend [<NioBackend>]>}. */
    @Override
    public String toString() {
        return "<ProxyBackend [" + delegate() + "]>";
    }
}
