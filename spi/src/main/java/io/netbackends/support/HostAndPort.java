// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkTimeoutException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A validated host, by name or IP address, and port. A host is normalized to one spelling for all uses: lookups, routes,
 * recordings, proxies.
 *
 * @param host not empty, ASCII, without white space and control characters; an IPv6 address without brackets
 * @param port between 0 and 65535
 */
public record HostAndPort(String host, int port) {
    /** In a nested class, since compiling the pattern would delay a program that only connects by 3 ms. */
    private static final class Syntax {
        static final Pattern HOST_PORT = Pattern.compile("(?<host>\\[[^\\[\\]]*]|[^:\\[\\]]*):(?<port>[0-9]{1,9})");
    }

    /**
     * Checks both; removes the brackets of an IPv6 address, and converts a name that is not ASCII by IDNA 2003 (RFC 3490, as
     * {@link java.net.IDN} does): {@code bücher.example} becomes {@code xn--bcher-kva.example}. Underscores are allowed.
     *
     * @param host a name or an IP address
     * @param port between 0 and 65535
     * @throws IllegalArgumentException if the port is out of range; if the host is empty, contains white space, control
     *     characters or brackets within, cannot be converted, or consists of one to four numbers but is no IPv4 address of four decimal numbers
     *     without leading zeros: the JDK reads {@code 0177.0.0.1} as 177.0.0.1, the C library as 127.0.0.1, and {@code 1.2.3},
     *     {@code 127.1} and {@code 0x7f.1} are addresses to some systems only
     */
    public HostAndPort {
        host = HostSyntax.canonical(Objects.requireNonNull(host, "host"));
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port (" + port + ") must be between 0 and 65535");
        }
    }

    /**
     * Parses {@code host:port}, an IPv6 address in brackets: {@code [::1]:80}.
     *
     * @param text as {@link #toString} returns it, or with a name that is not ASCII
     * @return its host and port
     * @throws IllegalArgumentException if the text has another form, or the host or the port is malformed
     */
    public static HostAndPort parse(String text) {
        Matcher matcher = Syntax.HOST_PORT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("address (" + text.replaceAll("\\p{Cntrl}", "?")
                    + ") must be HOST:PORT; an IPv6 address is written in brackets, [::1]:80");
        }
        return new HostAndPort(matcher.group("host"), Integer.parseInt(matcher.group("port")));
    }

    /**
     * Returns an address as host and port: by the name it was created with, else by its IP address.
     *
     * @param address resolved or not
     * @return its host string and port
     */
    public static HostAndPort of(InetSocketAddress address) {
        return new HostAndPort(address.getHostString(), address.getPort());
    }

    /**
     * Returns the target of a request.
     *
     * @param request gives the host and port
     * @return its host and port
     */
    public static HostAndPort of(ConnectRequest request) {
        return new HostAndPort(request.host(), request.port());
    }

    /**
     * Formats an IP address and port for messages and {@code toString}.
     *
     * @param address the address of the host
     * @param port between 0 and 65535
     * @return the literal address with the port
     */
    public static HostAndPort of(InetAddress address, int port) {
        return new HostAndPort(address.getHostAddress(), port);
    }

    /** {@return whether the host is an IP address, which needs no lookup} */
    public boolean isAddress() {
        return HostSyntax.looksLikeIpv6(host) || HostSyntax.isIpv4(host);
    }

    /**
     * Looks up the host, unless it is an IP address.
     *
     * @param resolver not called for an IP address
     * @return at least one address
     * @throws UnknownHostException if the host has no address, naming host and port
     * @throws NetworkTimeoutException if a deadline passed first, naming host and port
     * @throws IOException if the lookup failed in another way
     */
    public List<InetAddress> resolve(HostResolver resolver) throws IOException {
        String operation = "look up " + this;
        try {
            if (isAddress()) {
                return List.of(InetAddress.getByName(host)); // or it only looks like an address
            }
            List<InetAddress> addresses = resolver.resolve(host); // may block
            if (addresses.isEmpty()) {
                throw new UnknownHostException("the host has no address");
            }
            return addresses;
        } catch (NetworkTimeoutException | UnknownHostException e) {
            throw NetworkFailures.during(operation, e);
        }
    }

    /** Returns {@code host:port}, an IPv6 address in brackets: {@code [::1]:80}. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
