// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache entry of one name: its addresses and their age, the failure of the last lookup, and the addresses that did not
 * answer. It does no I/O and reads no clock. Guarded by the lock of the cache.
 */
final class CachedName {
    private final DnsCacheConfig config;

    /** The addresses of the last successful lookup; empty before the first one. */
    private List<InetAddress> addresses = List.of();

    private long answeredAt;

    /** The failure of the last lookup; null if it succeeded. */
    private @Nullable IOException failure;

    private long failedAt;

    /** Addresses to try last: those that refused or were too slow, in the order in which this was noticed. */
    private final Set<InetAddress> last = new LinkedHashSet<>();

    /** The addresses most recently returned to a caller, in the order in which it tries them. */
    private List<InetAddress> offered = List.of();

    /** The lookup in progress; null if there is none. */
    private @Nullable SharedLookup pending;

    CachedName(DnsCacheConfig config) {
        this.config = config;
    }

    /** Returns whether the addresses are younger than their time to live. {@code now} is a reading of a monotonic clock. */
    boolean isFresh(long now) {
        return isYounger(config.ttl(), now);
    }

    /** Returns whether the addresses may be used as a stale answer. */
    boolean isUsable(long now) {
        return isYounger(config.ttl().plus(config.stale()), now);
    }

    private boolean isYounger(Duration age, long now) {
        return !addresses.isEmpty() && now - answeredAt < age.toNanos();
    }

    /** Returns the failure of the last lookup if it is too recent for another lookup; otherwise null. */
    @Nullable
    IOException recentFailure(long now) {
        return failure != null && now - failedAt < config.negativeTtl().toNanos() ? failure : null;
    }

    /** Returns whether fresh addresses should be refreshed ahead of the end of their time to live. */
    boolean isRefreshDue(long now) {
        return !config.refreshAhead().isZero()
                && pending == null
                && recentFailure(now) == null
                && !isYounger(config.ttl().minus(config.refreshAhead()), now);
    }

    @Nullable
    SharedLookup pending() {
        return pending;
    }

    void begin(SharedLookup lookup) {
        pending = lookup;
    }

    void answered(List<InetAddress> answer, long now) {
        pending = null;
        addresses = answer;
        answeredAt = now;
        failure = null;
    }

    void failed(IOException reason, long now) {
        pending = null;
        failure = reason;
        failedAt = now;
    }

    /** Notes that a lookup ended with an unexpected exception, which is not cached. */
    void ended() {
        pending = null;
    }

    /** Returns the addresses in the order in which a caller must try them. */
    List<InetAddress> offer() {
        return offer(addresses);
    }

    /** Returns the given addresses in the order in which a caller must try them. */
    List<InetAddress> offer(List<InetAddress> known) {
        if (last.isEmpty()) {
            offered = known;
        } else {
            last.retainAll(known);
            List<InetAddress> ordered = new ArrayList<>(known);
            ordered.removeAll(last);
            ordered.addAll(last);
            offered = List.copyOf(ordered);
        }
        return offered;
    }

    /** Notes the address of a connection: the addresses before it did not answer, or answered too late. */
    void connected(InetAddress address) {
        int index = offered.indexOf(address);
        if (index >= 0) {
            List<InetAddress> before = offered.subList(0, index);
            last.removeAll(before);
            last.addAll(before);
            last.remove(address);
        }
    }
}
