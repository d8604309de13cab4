// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.internal.HostPattern;
import java.util.ArrayList;
import java.util.List;

/** Decides which connections are recorded, by the requested host and by the address of the peer. */
final class HostFilter {
    static final HostFilter ALL = new HostFilter(List.of(), List.of());

    private final List<HostPattern> recorded;
    private final List<HostPattern> skipped;

    /**
     * Creates a filter from patterns, in which an asterisk matches any characters.
     *
     * @param recorded one of these must match; if empty, all connections match
     * @param skipped none of these may match
     * @throws IllegalArgumentException if a pattern is empty
     */
    HostFilter(List<String> recorded, List<String> skipped) {
        this.recorded = recorded.stream().map(HostPattern::of).toList();
        this.skipped = skipped.stream().map(HostPattern::of).toList();
    }

    boolean records(ConnectionInfo connection) {
        if (recorded.isEmpty() && skipped.isEmpty()) {
            return true;
        }
        List<String> names = new ArrayList<>(HostPattern.names(connection.target()));
        names.addAll(HostPattern.names(connection.remote()));
        return (recorded.isEmpty() || matches(recorded, names)) && !matches(skipped, names);
    }

    private static boolean matches(List<HostPattern> patterns, List<String> names) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(names));
    }
}
