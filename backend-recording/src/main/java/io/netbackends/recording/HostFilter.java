// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.support.HostAndPort;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides which connections are recorded, by the host that the program asked for and by the address of the peer. */
final class HostFilter {
    static final HostFilter ALL = new HostFilter(List.of(), List.of());

    private final List<Pattern> recorded;
    private final List<Pattern> skipped;

    /**
     * Creates a filter from patterns, in which an asterisk stands for any characters.
     *
     * @param recorded one of these must match; none: all do
     * @param skipped none of these may match
     * @throws IllegalArgumentException if a pattern is empty
     */
    HostFilter(List<String> recorded, List<String> skipped) {
        this.recorded = recorded.stream().map(HostFilter::pattern).toList();
        this.skipped = skipped.stream().map(HostFilter::pattern).toList();
    }

    boolean records(ConnectionInfo connection) {
        if (recorded.isEmpty() && skipped.isEmpty()) {
            return true;
        }
        List<String> names = new ArrayList<>();
        names(connection.target(), names);
        names(connection.remote(), names);
        return (recorded.isEmpty() || matches(recorded, names)) && !matches(skipped, names);
    }

    private static boolean matches(List<Pattern> patterns, List<String> names) {
        return patterns.stream()
                .anyMatch(pattern ->
                        names.stream().anyMatch(name -> pattern.matcher(name).matches()));
    }

    /** With and without port, so that a pattern may have one. Addresses are compared in digits, whatever name they carry. */
    private static void names(@Nullable SocketAddress address, List<String> names) {
        if (address instanceof InetSocketAddress inet) {
            HostAndPort hostAndPort =
                    inet.isUnresolved() ? HostAndPort.of(inet) : HostAndPort.of(inet.getAddress(), inet.getPort());
            names.add(hostAndPort.toString());
            names.add(hostAndPort.host());
        } else {
            names.add(address == null ? "" : address.toString());
        }
    }

    private static Pattern pattern(String glob) {
        if (glob.isBlank()) {
            throw new IllegalArgumentException("host (" + glob + ") must not be empty");
        }
        String regex = Pattern.compile("\\*")
                .splitAsStream(glob.strip().toLowerCase(Locale.ROOT))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return Pattern.compile(glob.endsWith("*") ? regex + ".*" : regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
