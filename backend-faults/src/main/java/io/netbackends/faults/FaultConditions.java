// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.internal.DurationText;
import io.netbackends.internal.HostPattern;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The connections and the time to which a fault applies; immutable.
 *
 * @param hosts patterns, one of which must match
 * @param first the number of the first connection to such a host
 * @param last the number of the last one
 * @param probability the probability for each connection
 * @param from the start, as a time after the fault was added
 * @param until the end, as a time after the fault was added; null for no end
 */
record FaultConditions(
        List<HostPattern> hosts,
        long first,
        long last,
        double probability,
        Duration from,
        @Nullable Duration until) {
    FaultConditions {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "connections (" + first + " to " + last + ") must begin with 1 or later, and not end before");
        }
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability (" + probability + ") must be between 0 and 1");
        }
        if (from.isNegative()) {
            throw new IllegalArgumentException("from (" + from + ") must not be negative");
        }
        if (until != null && until.compareTo(from) <= 0) {
            throw new IllegalArgumentException("until (" + until + ") must be later than from (" + from + ")");
        }
    }

    static FaultConditions on(List<String> patterns) {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("hosts (none) must be at least one pattern");
        }
        return new FaultConditions(
                patterns.stream().map(HostPattern::of).toList(), 1, Long.MAX_VALUE, 1, Duration.ZERO, null);
    }

    FaultConditions withConnections(long begin, long end) {
        return new FaultConditions(hosts, begin, end, probability, from, until);
    }

    FaultConditions withProbability(double changed) {
        return new FaultConditions(hosts, first, last, changed, from, until);
    }

    FaultConditions withTimes(Duration begin, @Nullable Duration end) {
        return new FaultConditions(hosts, first, last, probability, begin, end);
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(hosts.stream().map(HostPattern::toString).collect(Collectors.joining(",")));
        if (last == first) {
            text.append(", connection ").append(first);
        } else if (first > 1 || last < Long.MAX_VALUE) {
            text.append(", connections ").append(first).append(last < Long.MAX_VALUE ? " to " + last : " on");
        }
        if (probability < 1) {
            text.append(", probability ").append(probability);
        }
        if (!from.isZero()) {
            text.append(", from ").append(DurationText.of(from));
        }
        if (until != null) {
            text.append(", until ").append(DurationText.of(until));
        }
        return text.toString();
    }
}
