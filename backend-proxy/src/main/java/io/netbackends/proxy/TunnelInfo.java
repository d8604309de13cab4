// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ExtraInfo;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The extra information about a tunnel, which replaces that about the connection to the proxy. */
final class TunnelInfo {
    private final InetSocketAddress serverAddress;
    private final String proxies;

    /** Before that, the TLS of the stream is TLS with a proxy. */
    private volatile boolean tlsStarted;

    TunnelInfo(Tunnel tunnel) {
        serverAddress = tunnel.serverAddress();
        proxies = tunnel.route().toString();
    }

    void tlsStarted() {
        tlsStarted = true;
    }

    /** Returns whether {@link #get} provides the information, instead of the stream. */
    boolean isOwn(String key) {
        Objects.requireNonNull(key, "key");
        return key.equals(ExtraInfo.SERVER_ADDR.name())
                || key.equals(ProxyBackend.PROXIES.name())
                || (!tlsStarted
                        && (key.equals(ExtraInfo.SSL_OBJECT.name()) || key.equals(ExtraInfo.SSL_SESSION.name())));
    }

    @Nullable
    Object get(String key) {
        if (key.equals(ExtraInfo.SERVER_ADDR.name())) {
            return serverAddress;
        }
        return key.equals(ProxyBackend.PROXIES.name()) ? proxies : null;
    }
}
