// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** Addresses that this machine knows without a query. */
final class LocalAddresses {
    /** The addresses of {@code localhost}, which is never queried (RFC 6761 section 6.3). */
    static final List<InetAddress> LOOPBACK = List.of(address("::1"), address("127.0.0.1"));

    private LocalAddresses() {}

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address needs no lookup", e);
        }
    }

    /**
     * Returns whether an interface has an IPv6 address with a scope beyond its link; false if the interfaces cannot be
     * listed.
     */
    static boolean hasGlobalIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address -> address instanceof Inet6Address
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress());
        } catch (SocketException e) {
            return false;
        }
    }
}
