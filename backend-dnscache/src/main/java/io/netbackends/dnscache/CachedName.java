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
 * What is known of one name: its addresses and their age, how the last lookup failed, and which addresses did not answer. It does
 * no I/O and reads no clock; the lock of the cache guards it.
 */
final class CachedName {
    private final DnsCacheConfig config;

    /** Of the last lookup that succeeded; empty before there was one. */
    private List<InetAddress> addresses = List.of();

    private long answeredAt;

    /** Of the last lookup, if that failed. */
    private @Nullable IOException failure;

    private long failedAt;

    /** Addresses that refused, or let others go first, in the order in which this was noticed. */
    private final Set<InetAddress> last = new LinkedHashSet<>();

    /** What a caller was given most recently, in the order in which it is tried. */
    private List<InetAddress> offered = List.of();

    /** The lookup that is under way. */
    private @Nullable SharedLookup pending;

    CachedName(DnsCacheConfig config) {
        this.config = config;
    }

    /** Returns whether the addresses are younger than their time to live, given a reading of a monotonic clock. */
    boolean isFresh(long now) {
        return isYounger(config.ttl(), now);
    }

    /** Returns whether the addresses may be used if there are no younger ones. */
    boolean isUsable(long now) {
        return isYounger(config.ttl().plus(config.stale()), now);
    }

    private boolean isYounger(Duration age, long now) {
        return !addresses.isEmpty() && now - answeredAt < age.toNanos();
    }

    /** Returns how the last lookup failed, if that is so recent that there is no other one yet. */
    @Nullable
    IOException recentFailure(long now) {
        return failure != null && now - failedAt < config.negativeTtl().toNanos() ? failure : null;
    }

    /** Returns whether fresh addresses should be looked up again, before they are too old. */
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

    /** Notes a lookup that has ended by a defect, of which nothing is kept. */
    void ended() {
        pending = null;
    }

    /** Returns the addresses in the order in which a caller is to try them. */
    List<InetAddress> offer() {
        return offer(addresses);
    }

    /** Returns addresses from elsewhere in the order in which a caller is to try them. */
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

    /** Notes which address a connection was made to: those before it did not answer, or too late. */
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
