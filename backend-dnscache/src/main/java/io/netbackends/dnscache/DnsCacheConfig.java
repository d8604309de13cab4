// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import java.time.Duration;

/** The settings of a cache; immutable. {@link DnsCacheBuilder} validates and documents each. */
record DnsCacheConfig(
        Duration ttl,
        Duration negativeTtl,
        int capacity,
        Duration stale,
        Duration staleDelay,
        Duration refreshAhead,
        Duration lookupTimeout) {
    /** Longer than any useful time, and short enough to be counted in nanoseconds. */
    private static final Duration MOST = Duration.ofDays(36_500);

    /** Returns the time if it can be counted in nanoseconds. */
    static Duration checkTime(String name, Duration value) {
        if (value.isNegative() || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(name + " (" + value + ") must be between 0 and " + MOST);
        }
        return value;
    }
}
