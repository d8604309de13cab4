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
 * <p>One deadline covers all of a connect: the connection to the proxy, TLS with it, and what is said to it. Failures name the target
 * and the proxies, and say which of them has failed: {@code connect to api.example:443 through socks5h://proxy.example:1080: the proxy
 * socks5h://proxy.example:1080 could not reach api.example:443: connection refused (5)}. Credentials are in no message.
 *
 * <p>A local address and options of a request are those of the connection to the proxy. An address that the caller has resolved is
 * what the proxy gets, and not its name. The extra information {@code server_addr} is the target's address as far as it is known here;
 * {@link #PROXIES} tells the way. To listen, and to connect to other addresses than hosts and ports, is left to the backend that it
 * wraps.
 *
 * <p>Safe for use by several threads; uses none of its own.
 */
public final class ProxyBackend extends ForwardingNetworkBackend {
    /** {@code "proxies"}: the URLs of the proxies that the stream leads through, without credentials; absent for direct ones. */
    public static final ExtraInfo<String> PROXIES = ExtraInfo.of("proxies", String.class);

    private final Proxies proxies;

    /**
     * Creates a backend.
     *
     * @param delegate connects to the first proxy of each way, and to targets without one
     * @param proxies say which way to take
     */
    public ProxyBackend(NetworkBackendInterface delegate, Proxies proxies) {
        super(delegate);
        this.proxies = Objects.requireNonNull(proxies, "proxies");
    }

    /**
     * Connects to the target through the proxies that are on the way, if there are any.
     *
     * @throws java.net.ConnectException also if a proxy refuses to make the tunnel, or cannot reach the target
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
