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
 * Finds addresses for packets: the true ones if they are IP addresses of one family and no other connection has them,
 * otherwise addresses that RFC 5737 and RFC 3849 reserve for documentation. A server port that implies TLS is replaced by
 * the port of the same protocol without TLS, since the packets hold plaintext.
 */
final class PcapngEndpoints {
    /**
     * The addresses of both ends of a connection, of one family.
     *
     * @param client the address of the side that connected
     * @param server the address of the side that accepted
     */
    record Pair(InetSocketAddress client, InetSocketAddress server) {}

    /** Ports on which Wireshark always expects TLS, and the ports of the same protocols without TLS. */
    private static final Map<Integer, Integer> WITHOUT_TLS =
            Map.of(443, 80, 465, 25, 636, 389, 853, 53, 993, 143, 995, 110, 5061, 5060, 5671, 5672, 8883, 1883);

    private static final byte[] CLIENT_IPV4 = {(byte) 192, 0, 2, 0};
    private static final byte[] SERVER_IPV4 = {(byte) 198, 51, 100, 0};
    private static final byte[] CLIENT_IPV6 = {0x20, 1, 0x0d, (byte) 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] SERVER_IPV6 = {0x20, 1, 0x0d, (byte) 0xb8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /** A port of no protocol that Wireshark knows, so it detects the protocol from the bytes. */
    private static final int SERVER_PORT = 34999;

    private static final int FIRST_CLIENT_PORT = 35_000;
    private static final int CLIENT_PORTS = 9_000;
    private static final int REMEMBERED = 100_000;

    /** Pairs in both orders, since a program that records both ends of a connection records it twice. */
    private final Set<Set<InetSocketAddress>> used = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Set<InetSocketAddress>, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    private long clients;

    /**
     * Returns addresses that no earlier connection has used.
     *
     * @param client replaced if it is null or cannot be used
     * @param server replaced if it is null or has no IP address
     * @param target provides the port if that of the server is unknown
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
