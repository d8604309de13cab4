// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.Proxy;

/**
 * Connects through the SOCKS proxies of the JDK's settings. {@code netbackends-proxy} provides it for {@code
 * netbackends-socket}, which needs it only if there are such settings.
 */
@FunctionalInterface
public interface SocksConnector {
    /**
     * Connects.
     *
     * @param proxy of the type SOCKS, with an {@link java.net.InetSocketAddress}
     * @param request the target
     * @param direct connects to the proxy
     * @param resolver looks up the target for a SOCKS 4 proxy, which needs an address
     * @return a stream through the proxy
     * @throws IOException as for {@link NetworkBackendInterface#connect(ConnectRequest)}
     */
    NetworkStreamInterface connect(
            Proxy proxy, ConnectRequest request, NetworkBackendInterface direct, HostResolver resolver)
            throws IOException;
}
