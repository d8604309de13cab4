// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.support.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** A value of {@code --resolve}: the addresses to use for a host and a port, instead of a lookup. */
record ResolvedHost(HostAndPort target, List<InetAddress> addresses) {
    /** Parses {@code HOST:PORT:ADDR,ADDR}. */
    static ResolvedHost parse(String text) {
        int afterHost = text.startsWith("[") ? text.indexOf("]:") + 1 : text.indexOf(':');
        int afterPort = text.indexOf(':', afterHost + 1);
        if (afterHost <= 0 || afterPort < 0) {
            throw new IllegalArgumentException("value (" + text + ") must be HOST:PORT:ADDRESS");
        }
        List<InetAddress> addresses = new ArrayList<>();
        for (String address : text.substring(afterPort + 1).split(",", -1)) {
            addresses.add(address(address));
        }
        return new ResolvedHost(HostAndPort.parse(text.substring(0, afterPort)), List.copyOf(addresses));
    }

    boolean isFor(HostAndPort other) {
        return target.port() == other.port() && target.host().equalsIgnoreCase(other.host());
    }

    private static InetAddress address(String text) {
        HostAndPort host = new HostAndPort(text, 0);
        try {
            if (host.isAddress()) {
                return InetAddress.getByName(host.host());
            }
        } catch (UnknownHostException e) {
            // only resembles an address
        }
        throw new IllegalArgumentException("address (" + text + ") must be an IP address");
    }
}
