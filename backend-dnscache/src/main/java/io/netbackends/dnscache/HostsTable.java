// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.support.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names with fixed addresses, like {@code /etc/hosts}; immutable. */
final class HostsTable {
    static final HostsTable EMPTY = new HostsTable(Map.of());

    private final Map<String, List<InetAddress>> addresses;

    private HostsTable(Map<String, List<InetAddress>> addresses) {
        this.addresses = Map.copyOf(addresses);
    }

    /**
     * Creates a table.
     *
     * @throws IllegalArgumentException if a name is malformed or an address, or has no address
     */
    static HostsTable of(Map<String, List<InetAddress>> hosts) {
        Map<String, List<InetAddress>> table = new LinkedHashMap<>();
        hosts.forEach((name, known) -> {
            if (known.isEmpty()) {
                throw new IllegalArgumentException("name (" + name + ") must have an address");
            }
            table.put(name(name), List.copyOf(known));
        });
        return new HostsTable(table);
    }

    /**
     * Parses {@code name=address,name=address+address}.
     *
     * @throws IllegalArgumentException if the text has another form, or names a host twice
     */
    static HostsTable parse(String text) {
        Map<String, List<InetAddress>> table = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("entry (" + entry.strip() + ") must be NAME=ADDRESS");
            }
            List<InetAddress> known = new ArrayList<>();
            for (String address : entry.substring(equals + 1).split("\\+", -1)) {
                known.add(address(address.strip()));
            }
            String name = name(entry.substring(0, equals).strip());
            if (table.put(name, known) != null) {
                throw new IllegalArgumentException("name (" + name + ") must occur only once");
            }
        }
        return new HostsTable(table);
    }

    /**
     * Parses the lines of a file: an address and one or more names, with white space between them. A number sign begins a comment.
     *
     * @throws IllegalArgumentException if a line has another form, with its number
     */
    static HostsTable parseLines(List<String> lines) {
        Map<String, List<InetAddress>> table = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                try {
                    addLine(line.split("\\s+"), table);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
                }
            }
        }
        return new HostsTable(table);
    }

    private static void addLine(String[] words, Map<String, List<InetAddress>> table) {
        InetAddress address = address(words[0]);
        if (words.length == 1) {
            throw new IllegalArgumentException("address (" + words[0] + ") must be followed by a name");
        }
        for (int i = 1; i < words.length; i++) {
            table.computeIfAbsent(name(words[i]), name -> new ArrayList<>()).add(address);
        }
    }

    private static String name(String text) {
        HostAndPort host = new HostAndPort(text, 0);
        if (host.isAddress()) {
            throw new IllegalArgumentException("name (" + text + ") must not be an address, which is not looked up");
        }
        return host.host().toLowerCase(Locale.ROOT);
    }

    private static InetAddress address(String text) {
        HostAndPort host = new HostAndPort(text, 0);
        if (!host.isAddress()) {
            throw new IllegalArgumentException("address (" + text + ") must be an IP address");
        }
        try {
            return InetAddress.getByName(host.host());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address (" + text + ") must be an IP address", e);
        }
    }

    /** Returns the addresses of a name in lower case; empty if it is not in the table. */
    List<InetAddress> find(String name) {
        return addresses.getOrDefault(name, List.of());
    }
}
