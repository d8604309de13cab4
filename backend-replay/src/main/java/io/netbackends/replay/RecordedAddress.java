// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.internal.NdjsonSchema;
import io.netbackends.support.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Addresses in recordings, parsed, compared and formatted without lookups. */
final class RecordedAddress {
    static final Set<String> MEMBERS = Set.of("host", "port", "path", "text");

    private RecordedAddress() {}

    /** An address known only by its text. */
    private static final class Other extends SocketAddress {
        private static final long serialVersionUID = 1;

        private final String text;

        Other(String text) {
            this.text = text;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Other same && text.equals(same.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Returns an address.
     *
     * @param resolved whether an IP address gives a resolved address; a host name never does
     * @throws IllegalArgumentException if the members do not form an address
     */
    static SocketAddress of(JsonObjectLine address, boolean resolved) {
        if (address.has(NdjsonSchema.HOST)) {
            String host = address.string(NdjsonSchema.HOST);
            int port = (int) address.number(NdjsonSchema.PORT, 0, 65535);
            new HostAndPort(host, port); // validates the host
            return resolved ? inet(host, port) : InetSocketAddress.createUnresolved(host, port);
        }
        return address.has(NdjsonSchema.PATH)
                ? UnixDomainSocketAddress.of(address.string(NdjsonSchema.PATH))
                : new Other(address.string(NdjsonSchema.TEXT));
    }

    private static SocketAddress inet(String host, int port) {
        try {
            if (new HostAndPort(host, port).isAddress()) {
                return new InetSocketAddress(InetAddress.getByName(host), port);
            }
        } catch (UnknownHostException e) {
            // Its zone does not exist on this machine, or it only resembles an address.
        }
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** Returns the canonical text of an address, for comparison and messages. */
    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            String host = host(inet);
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return address instanceof UnixDomainSocketAddress unix ? "unix:" + unix.getPath() : address.toString();
    }

    /** Returns the host in lower case, or an IP address in canonical form; the text of an address without a host. */
    static String host(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return text(address);
        }
        String name =
                inet.isUnresolved() ? inet.getHostString() : inet.getAddress().getHostAddress();
        return inet(name, inet.getPort()) instanceof InetSocketAddress known && !known.isUnresolved()
                ? known.getAddress().getHostAddress()
                : name.toLowerCase(Locale.ROOT);
    }
}
