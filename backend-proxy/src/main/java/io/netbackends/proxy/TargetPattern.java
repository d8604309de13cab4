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
 * A pattern of hosts and addresses, with or without a port. Immutable.
 *
 * @param text as it was written
 * @param name in lower case; empty for any host, null for addresses
 * @param subdomainsOnly whether the host of that name is not meant itself
 * @param network the first address of a network; null for names
 * @param bits of the network
 * @param port 0 for any
 */
record TargetPattern(
        String text,
        @Nullable String name,
        boolean subdomainsOnly,
        @Nullable InetAddress network,
        int bits,
        int port) {
    /** What a pattern must be, for messages. */
    static final String SYNTAX =
            "*, a host (which stands for its subdomains, too), *.suffix, an address or a network (10.0.0.0/8, fd00::/8), with :port"
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

    /** Parses patterns with commas between them; empty ones do not count, as in NO_PROXY. */
    static List<TargetPattern> parseList(String list) {
        return Stream.of(list.split("[,\\s]+"))
                .filter(text -> !text.isEmpty())
                .map(TargetPattern::parse)
                .toList();
    }

    private static TargetPattern network(String text, String address, @Nullable String bits, int port) {
        InetAddress network;
        try {
            network = InetAddress.getByName(address); // digits: nothing is looked up
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

    /** Returns whether the request's target is meant; an address is that of the request, or its host in digits. */
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
            addresses.add(InetAddress.getByName(target.host())); // digits: nothing is looked up
        } catch (UnknownHostException e) {
            // it looks like an address only: the connect says so
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

    /** Returns the pattern as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
