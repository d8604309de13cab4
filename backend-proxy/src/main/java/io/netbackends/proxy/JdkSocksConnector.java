// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import com.google.auto.service.AutoService;
import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.SocksConnector;
import java.io.IOException;
import java.net.Proxy;
import java.util.List;

/**
 * Connects the backend {@code socket} through the proxy named by the JDK's settings; public because the service loader
 * requires it.
 */
@AutoService(SocksConnector.class)
public final class JdkSocksConnector implements SocksConnector {
    /** Creates a connector; for {@link java.util.ServiceLoader}. */
    public JdkSocksConnector() {}

    @Override
    public NetworkStreamInterface connect(
            Proxy proxy, ConnectRequest request, NetworkBackendInterface direct, HostResolver resolver)
            throws IOException {
        Proxies proxies = new Proxies(List.of(), JdkRoutes.route(proxy), resolver, null);
        return new TunnelConnect(request, proxies, direct::connect, direct).connect(); // may block
    }
}
