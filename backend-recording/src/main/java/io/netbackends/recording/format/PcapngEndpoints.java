// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds addresses for packets: the true ones, where they are IP addresses of one family and no other connection has them, else
 * some that RFC 5737 and RFC 3849 have set aside for documentation. Where the port of the server stands for TLS, the one of the
 * same protocol without TLS takes its place, since the packets hold plaintext.
 */
final class PcapngEndpoints {
    /**
     * Both ends of a connection, of one family.
     *
     * @param client the end that connected
     * @param server the end that accepted
     */
    record Pair(InetSocketAddress client, InetSocketAddress server) {}

    /** Those of which Wireshark takes it for granted that they speak TLS. */
    private static final Map<Integer, Integer> WITHOUT_TLS =
            Map.of(443, 80, 465, 25, 636, 389, 853, 53, 993, 143, 995, 110, 5061, 5060, 5671, 5672, 8883, 1883);

    private static final byte[] CLIENT_IPV4 = {(byte) 192, 0, 2, 0};
    private static final byte[] SERVER_IPV4 = {(byte) 198, 51, 100, 0};
    private static final byte[] CLIENT_IPV6 = {0x20, 1, 0x0d, (byte) 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] SERVER_IPV6 = {0x20, 1, 0x0d, (byte) 0xb8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /** Of no protocol that Wireshark knows, so that it looks at the bytes. */
    private static final int SERVER_PORT = 34999;

    private static final int FIRST_CLIENT_PORT = 35_000;
    private static final int CLIENT_PORTS = 9_000;
    private static final int REMEMBERED = 100_000;

    /** Both directions: a program that records both ends of a connection records it twice. */
    private final Set<Set<InetSocketAddress>> used = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Set<InetSocketAddress>, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private long clients;

    /**
     * Returns addresses that no connection had before.
     *
     * @param client where this is not known, or cannot be used, another one
     * @param server as {@code client}
     * @param target asked for its port, if that of the server is not known
     */
    Pair of(@Nullable SocketAddress client, @Nullable SocketAddress server, @Nullable SocketAddress target) {
        InetAddress trueServer = ip(server);
        InetAddress trueClient = ip(client);
        InetAddress known = trueServer != null ? trueServer : trueClient;
        boolean ipv4 = known == null || known instanceof Inet4Address;
        int port = port(server) > 0 ? port(server) : port(target) > 0 ? port(target) : SERVER_PORT;
        InetSocketAddress to = new InetSocketAddress(
                trueServer != null ? trueServer : standIn(ipv4 ? SERVER_IPV4 : SERVER_IPV6, 1),
                WITHOUT_TLS.getOrDefault(port, port));
        if (trueClient != null && trueClient instanceof Inet4Address == ipv4 && port(client) > 0) {
            InetSocketAddress from = new InetSocketAddress(trueClient, port(client));
            if (!from.equals(to) && used.add(Set.of(from, to))) {
                return new Pair(from, to);
            }
        }
        long number = clients++;
        return new Pair(
                new InetSocketAddress(
                        standIn(ipv4 ? CLIENT_IPV4 : CLIENT_IPV6, (int) (number / CLIENT_PORTS % 254 + 1)),
                        (int) (FIRST_CLIENT_PORT + number % CLIENT_PORTS)),
                to);
    }

    private static @Nullable InetAddress ip(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    private static int port(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    private static InetAddress standIn(byte[] network, int host) {
        byte[] address = network.clone();
        address[address.length - 1] = (byte) host;
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // the length is right
        }
    }
}
