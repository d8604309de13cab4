// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import java.time.Duration;

/** How long answers are kept, and what is done when they are old; immutable. {@link DnsCacheBuilder} checks and explains each. */
record DnsCacheConfig(
        Duration ttl,
        Duration negativeTtl,
        int capacity,
        Duration stale,
        Duration staleDelay,
        Duration refreshAhead,
        Duration lookupTimeout) {
    /** Long enough for any answer, and short enough to be counted in nanoseconds. */
    private static final Duration MOST = Duration.ofDays(36_500);

    /** Returns a time that can be counted in nanoseconds. */
    static Duration checkTime(String name, Duration value) {
        if (value.isNegative() || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(name + " (" + value + ") must be between 0 and " + MOST);
        }
        return value;
    }
}
