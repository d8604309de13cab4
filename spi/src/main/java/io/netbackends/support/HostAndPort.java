// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;

/**
 * A host, by name or IP address, and a port, checked.
 *
 * @param host not empty, without white space and control characters; an IPv6 address without brackets
 * @param port between 0 and 65535
 */
public record HostAndPort(String host, int port) {
    /**
     * Checks both; takes the brackets off an IPv6 address.
     *
     * @param host a name or an IP address
     * @param port between 0 and 65535
     * @throws IllegalArgumentException if the host or the port is malformed
     */
    public HostAndPort {
        Objects.requireNonNull(host, "host");
        if (host.length() > 2 && host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host (" + host + ") must not be empty");
        }
        if (hasBlank(host)) {
            throw new IllegalArgumentException("host (" + host.replaceAll("[\\s\\p{Cntrl}]", "?")
                    + ") must not contain white space or control characters");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port (" + port + ") must be between 0 and 65535");
        }
    }

    /**
     * Returns an address as host and port: by the name it was made with, else by its IP address.
     *
     * @param address resolved or not
     * @return its host string and port
     */
    public static HostAndPort of(InetSocketAddress address) {
        return new HostAndPort(address.getHostString(), address.getPort());
    }

    /**
     * Returns an address as IP address and port, as messages and {@code toString} show it.
     *
     * @param address where {@code port} is
     * @param port between 0 and 65535
     * @return the address in digits
     */
    public static HostAndPort of(InetAddress address, int port) {
        return new HostAndPort(address.getHostAddress(), port);
    }

    /** {@return whether the host is an IP address, which needs no look-up} */
    public boolean isAddress() {
        return looksLikeIpv6(host) || isIpv4(host);
    }

    /**
     * Looks up the host, unless it is an IP address.
     *
     * @param resolver not asked for an address
     * @return at least one address
     * @throws UnknownHostException if the host has no address, naming host and port
     * @throws NetworkTimeoutException if a deadline passed first, naming host and port
     * @throws IOException if the look-up failed in another way
     */
    public List<InetAddress> resolve(HostResolver resolver) throws IOException {
        String operation = "look up " + this;
        try {
            if (isAddress()) {
                return List.of(InetAddress.getByName(host)); // or it looks like one only
            }
            List<InetAddress> addresses = resolver.resolve(host); // may block
            if (addresses.isEmpty()) {
                throw new UnknownHostException("the host has no address");
            }
            return addresses;
        } catch (NetworkTimeoutException e) {
            NetworkTimeoutException named = new NetworkTimeoutException(operation, e.duration());
            named.initCause(e);
            throw named;
        } catch (UnknownHostException e) {
            throw NetworkFailures.during(operation, e);
        }
    }

    /** Returns {@code host:port}, an IPv6 address in brackets: {@code [::1]:80}. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    /** The JDK looks up what has colons but begins like a name, {@code localhost:80}, and knows no deadline when it does. */
    private static boolean looksLikeIpv6(String host) {
        char first = host.charAt(0);
        return host.indexOf(':') >= 0 && (first == ':' || (first < 128 && Character.digit(first, 16) >= 0));
    }

    /** Four numbers only: the JDK looks up whatever else looks like an address but is none. */
    private static boolean isIpv4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!isByte(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isByte(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) < '0' || part.charAt(i) > '9') {
                return false;
            }
        }
        return !part.isEmpty() && part.length() <= 3 && Integer.parseInt(part) <= 255;
    }

    private static boolean hasBlank(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                return true;
            }
        }
        return false;
    }
}
