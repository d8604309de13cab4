// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.HostResolver;
import io.netbackends.internal.UnspecifiedAddress;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the endpoints to request from proxies. */
final class Endpoints {
    private Endpoints() {}

    /** Returns the bytes of an IP address; null for a name. */
    static byte @Nullable [] addressOf(HostAndPort endpoint) throws UnknownHostException {
        return endpoint.isAddress() ? InetAddress.getByName(endpoint.host()).getAddress() : null;
    }

    /**
     * Returns the endpoints to request from a proxy, in the order of preference: the known addresses, otherwise the name or,
     * if the proxy accepts only addresses, its addresses.
     *
     * @param known the known addresses of the target; may be empty
     * @throws UnknownHostException if a lookup finds no address that the proxy accepts
     * @throws IOException if a lookup fails in another way
     */
    static List<HostAndPort> of(ProxyServer proxy, HostAndPort target, List<InetAddress> known, HostResolver resolver)
            throws IOException {
        ProxyScheme scheme = proxy.scheme();
        if (known.isEmpty() && !target.isAddress() && !scheme.isLookingUpHere()) {
            return List.of(target);
        }
        List<InetAddress> addresses = known.isEmpty() ? target.resolve(resolver) : known; // may block
        Set<HostAndPort> endpoints = new LinkedHashSet<>();
        for (InetAddress address : addresses) {
            if (!scheme.isSocks4() || address instanceof Inet4Address) {
                InetAddress definite = InetAddress.getByAddress( // without its zone
                        UnspecifiedAddress.toLoopback(address).getAddress());
                endpoints.add(HostAndPort.of(definite, target.port()));
            }
        }
        if (endpoints.isEmpty()) {
            throw new UnknownHostException("look up " + target + ": the host has no IPv4 address, and the proxy "
                    + proxy + " accepts no other");
        }
        return new ArrayList<>(endpoints);
    }
}
