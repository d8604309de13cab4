// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The addresses {@code 0.0.0.0} and {@code ::} as the target of a connection. */
public final class UnspecifiedAddress {
    private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private UnspecifiedAddress() {}

    /**
     * Replaces an unspecified address by the loopback address of its family, to which a {@code SocketChannel} would connect;
     * returns any other address unchanged. A {@code Socket} would look up the name of this machine first, without a
     * deadline, and connect to an address on which perhaps no program listens.
     */
    public static InetAddress toLoopback(InetAddress address) throws UnknownHostException {
        if (!address.isAnyLocalAddress()) {
            return address;
        }
        return InetAddress.getByAddress(address instanceof Inet6Address ? IPV6_LOOPBACK : IPV4_LOOPBACK);
    }
}
