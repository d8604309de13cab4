// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import io.netbackends.support.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DohResolver;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;

/** The address or the URL of a name server: exactly one of the two is not null. */
record NameServer(
        @Nullable InetSocketAddress address, @Nullable URI url) {
    private static final int PORT = SimpleResolver.DEFAULT_PORT;

    static NameServer of(InetSocketAddress address) {
        return new NameServer(address, null);
    }

    /**
     * Parses an address, which may have a port, or a URL.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static NameServer parse(String text) {
        if (text.toLowerCase(Locale.ROOT).startsWith("https://")) {
            URI url = URI.create(text);
            if (url.getHost() == null) {
                throw new IllegalArgumentException("URL " + text + " must have a host");
            }
            return new NameServer(null, url);
        }
        HostAndPort server = isBare(text) ? new HostAndPort(text, PORT) : HostAndPort.parse(text);
        if (!server.isAddress()) {
            throw new IllegalArgumentException(
                    "name server " + text + " must be an IP address, since no other server can look up its name");
        }
        try {
            return of(new InetSocketAddress(InetAddress.getByName(server.host()), server.port()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("name server " + text + " must be an IP address", e);
        }
    }

    /**
     * Parses a comma-separated list.
     *
     * @throws IllegalArgumentException if an item is not a name server
     */
    static List<NameServer> parseAll(String text) {
        List<NameServer> servers = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            servers.add(parse(item.strip()));
        }
        return servers;
    }

    /** Whether the text is an IPv4 address, or an IPv6 address with or without brackets, without a port. */
    private static boolean isBare(String text) {
        boolean isIpv6 = text.indexOf(':') != text.lastIndexOf(':');
        return text.endsWith("]") || text.indexOf(':') < 0 || (isIpv6 && !text.startsWith("["));
    }

    Resolver open(DnsTransport transport, Duration timeout) {
        Resolver resolver = url != null ? new DohResolver(url.toString(), 10, timeout) : new SimpleResolver(address);
        resolver.setTCP(transport == DnsTransport.TCP);
        resolver.setTimeout(timeout);
        return resolver;
    }

    /** Returns, for instance, {@code 9.9.9.9:53}. */
    @Override
    public String toString() {
        return address == null ? String.valueOf(url) : HostAndPort.of(address).toString();
    }
}
