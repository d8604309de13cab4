// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import io.netbackends.support.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that matches hosts and addresses, with or without a port. Immutable.
 *
 * @param text the text of the pattern
 * @param name the host in lower case; empty for any host, null for addresses
 * @param subdomainsOnly whether the pattern excludes the host itself
 * @param network the first address of a network; null for names
 * @param bits the prefix length of the network
 * @param port the port; 0 for any
 */
record TargetPattern(
        String text,
        @Nullable String name,
        boolean subdomainsOnly,
        @Nullable InetAddress network,
        int bits,
        int port) {
    /** The syntax of a pattern, for messages. */
    static final String SYNTAX =
            "*, a host (which includes its subdomains), *.suffix, an address or a network (10.0.0.0/8, fd00::/8), with :port"
                    + " or without";

    private static final Pattern PARTS = Pattern.compile(
            "(?<host>\\[[^\\[\\]]*]|[^:/\\[\\]]*|[^/\\[\\]]*:[^/\\[\\]]*:[^/\\[\\]]*)(/(?<bits>[0-9]{1,3}))?(:(?<port>[0-9]{1,5}))?");

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static TargetPattern parse(String text) {
        Matcher matcher = PARTS.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw malformed(text);
        }
        int port = matcher.group("port") == null ? 0 : Integer.parseInt(matcher.group("port"));
        String host = matcher.group("host");
        String bits = matcher.group("bits");
        if (port > 65535 || (port == 0 && matcher.group("port") != null)) {
            throw malformed(text);
        }
        if (host.equals("*") && bits == null) {
            return new TargetPattern(text, "", false, null, 0, port);
        }
        boolean subdomainsOnly = host.startsWith("*.");
        String bare = subdomainsOnly ? host.substring(2) : host.startsWith(".") ? host.substring(1) : host;
        String canonical;
        try {
            canonical = new HostAndPort(bare, port).host();
        } catch (IllegalArgumentException e) {
            throw malformed(text);
        }
        if (canonical.indexOf('*') >= 0 || canonical.indexOf('@') >= 0) {
            throw malformed(text);
        }
        if (new HostAndPort(canonical, port).isAddress() && bare.equals(host)) {
            return network(text, canonical, bits, port);
        }
        if (bits != null) {
            throw malformed(text);
        }
        return new TargetPattern(text, withoutFinalDot(canonical), subdomainsOnly, null, 0, port);
    }

    /** Parses comma-separated patterns; ignores empty ones, as for NO_PROXY. */
    static List<TargetPattern> parseList(String list) {
        return Stream.of(list.split("[,\\s]+"))
                .filter(text -> !text.isEmpty())
                .map(TargetPattern::parse)
                .toList();
    }

    private static TargetPattern network(String text, String address, @Nullable String bits, int port) {
        InetAddress network;
        try {
            network = InetAddress.getByName(address); // numeric, so no lookup
        } catch (UnknownHostException e) {
            throw malformed(text);
        }
        int most = network.getAddress().length * 8;
        int length = bits == null ? most : Integer.parseInt(bits);
        if (length > most) {
            throw malformed(text);
        }
        return new TargetPattern(text, null, false, network, length, port);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("pattern (" + ProxyUrl.masked(text) + ") must be " + SYNTAX);
    }

    /**
     * Returns whether the pattern matches the target of a request: its host, its address, or its host if that is a numeric
     * address.
     */
    boolean matches(ConnectRequest request) {
        if (port != 0 && port != request.port()) {
            return false;
        }
        String wanted = name;
        if (wanted == null) {
            return addresses(request).stream().anyMatch(this::contains);
        }
        String host = withoutFinalDot(request.host());
        return wanted.isEmpty() || (host.equals(wanted) && !subdomainsOnly) || host.endsWith("." + wanted);
    }

    private static List<InetAddress> addresses(ConnectRequest request) {
        HostAndPort target = HostAndPort.of(request);
        if (!request.addresses().isEmpty() || !target.isAddress()) {
            return request.addresses();
        }
        List<InetAddress> addresses = new ArrayList<>();
        try {
            addresses.add(InetAddress.getByName(target.host())); // numeric, so no lookup
        } catch (UnknownHostException e) {
            // only resembles an address: the connect will fail
        }
        return addresses;
    }

    private boolean contains(InetAddress address) {
        byte[] own = network == null ? new byte[0] : network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if (((own[bit >> 3] ^ other[bit >> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static String withoutFinalDot(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Returns the text of the pattern. */
    @Override
    public String toString() {
        return text;
    }
}
