// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/**
 * Looks up the addresses of a host. Safe for use by several threads; bounded by the ambient {@link Timeout}.
 *
 * <p>Implement it for a cache, a fixed table, or DNS over HTTPS, and pass it to a backend's builder.
 */
@FunctionalInterface
public interface HostResolver {
    /**
     * Looks up a host.
     *
     * @param host a name in ASCII (see {@link io.netbackends.support.HostAndPort}) or an IP address, the latter without brackets
     * @return at least one address, in the order of preference
     * @throws java.net.UnknownHostException if the host has no address
     * @throws NetworkTimeoutException if a deadline passed first
     * @throws java.io.InterruptedIOException if the thread was interrupted while waiting; its interrupt flag stays set
     * @throws IOException if the lookup failed in another way
     */
    List<InetAddress> resolve(String host) throws IOException;

    /**
     * Returns whether addresses are tried exactly in the order of {@link #resolve}, for a resolver with information about
     * which of them work. A resolver that wraps another one returns the other's answer.
     *
     * @return by default false: IPv6 and IPv4 addresses take turns, IPv6 first, as in RFC 8305 section 4
     */
    default boolean decidesOrder() {
        return false;
    }

    /**
     * Returns the JDK's own resolver with a deadline.
     *
     * <p>{@link InetAddress#getAllByName} can neither be bounded nor interrupted. If a deadline is active and the host is a
     * name, it is therefore called on a helper thread, which a caller abandons when its deadline passes. There are at most
     * {@value SystemHostResolver#MAX_THREADS} helper threads; lookups beyond that wait, within their deadlines, for one of
     * them. Idle ones end. Without a deadline the caller's own thread does the lookup.
     *
     * @return the same one at each call
     */
    static HostResolver system() {
        return SystemHostResolver.INSTANCE;
    }
}
