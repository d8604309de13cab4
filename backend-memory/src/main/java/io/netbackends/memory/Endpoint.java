// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * A host and a port in a normalized form for comparisons.
 *
 * @param host lower case, an IP address in full; empty for all hosts
 */
record Endpoint(String host, int port) {
    private static final String ANY = "";

    /** Normalizes an IP address, which may be written in several ways; an address with a scope would need a lookup. */
    static Endpoint of(HostAndPort address, String operation) throws IOException {
        String host = address.host().toLowerCase(Locale.ROOT);
        if (!address.isAddress() || host.indexOf('%') >= 0) {
            return new Endpoint(host, address.port());
        }
        try {
            InetAddress inet = InetAddress.getByName(host);
            return new Endpoint(inet.isAnyLocalAddress() ? ANY : inet.getHostAddress(), address.port());
        } catch (UnknownHostException e) {
            throw NetworkFailures.during(operation, e);
        }
    }

    Endpoint withPort(int other) {
        return new Endpoint(host, other);
    }

    Endpoint onAnyHost() {
        return new Endpoint(ANY, port);
    }

    boolean isOnAnyHost() {
        return host.equals(ANY);
    }

    /** Whether listeners on both would conflict. */
    boolean overlaps(Endpoint other) {
        return port == other.port && (host.equals(other.host) || isOnAnyHost() || other.isOnAnyHost());
    }
}
