// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.support.HostAndPort;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pattern of hosts, with or without a port, in which an asterisk matches any characters. Immutable. */
public final class HostPattern {
    private final String glob;
    private final Pattern regex;

    private HostPattern(String glob) {
        String lower = glob.toLowerCase(Locale.ROOT);
        String text =
                Pattern.compile("\\*").splitAsStream(lower).map(Pattern::quote).collect(Collectors.joining(".*"));
        this.glob = glob;
        this.regex =
                Pattern.compile(glob.endsWith("*") ? text + ".*" : text, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /**
     * Makes a pattern; the case of letters does not matter.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public static HostPattern of(String glob) {
        if (glob.isBlank()) {
            throw new IllegalArgumentException("host (" + glob + ") must not be empty");
        }
        return new HostPattern(glob.strip());
    }

    /**
     * Returns the texts of an address that a pattern can match: with and without port, and the IP address if it is resolved.
     */
    public static List<String> names(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            HostAndPort hostAndPort =
                    inet.isUnresolved() ? HostAndPort.of(inet) : HostAndPort.of(inet.getAddress(), inet.getPort());
            return List.of(hostAndPort.toString(), hostAndPort.host());
        }
        return List.of(address == null ? "" : address.toString());
    }

    /** {@return whether the pattern matches one of these names} */
    public boolean matches(Collection<String> names) {
        return names.stream().anyMatch(name -> regex.matcher(name).matches());
    }

    /** Returns the pattern as it was written. */
    @Override
    public String toString() {
        return glob;
    }
}
