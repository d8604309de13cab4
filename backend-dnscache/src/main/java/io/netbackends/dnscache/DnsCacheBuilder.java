// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.HostResolver;
import io.netbackends.internal.Ticker;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a {@link DnsCache}. Times are between 0 and 100 years. Not safe for use by several threads. */
public final class DnsCacheBuilder {
    private Duration ttl = DnsCache.DEFAULT_TTL;
    private Duration negativeTtl = Duration.ofSeconds(1);
    private int capacity = 1000;
    private Duration stale = Duration.ZERO;
    private Duration staleDelay = Duration.ofMillis(1800);
    private Duration refreshAhead = Duration.ZERO;
    private Duration lookupTimeout = Duration.ofSeconds(30);
    private HostResolver resolver = HostResolver.system();
    private HostsTable table = HostsTable.EMPTY;
    private @Nullable HostsFile file;
    private Ticker ticker = Ticker.SYSTEM;

    DnsCacheBuilder() {}

    /**
     * Sets the resolver for names that are not cached.
     *
     * @param changed by default {@link HostResolver#system}
     * @return this
     */
    public DnsCacheBuilder resolver(HostResolver changed) {
        resolver = Objects.requireNonNull(changed, "resolver");
        return this;
    }

    /**
     * Sets how long an answer is used. The JDK does not expose the time to live set by a name server.
     *
     * @param time by default 30 s; 0 to share lookups only
     * @return this
     * @throws IllegalArgumentException if the time is out of range
     */
    public DnsCacheBuilder ttl(Duration time) {
        ttl = DnsCacheConfig.checkTime("ttl", time);
        return this;
    }

    /**
     * Sets how long a failure is cached: until then, callers get it again, or a stale answer.
     *
     * @param time by default 1 s
     * @return this
     * @throws IllegalArgumentException if the time is out of range
     */
    public DnsCacheBuilder negativeTtl(Duration time) {
        negativeTtl = DnsCacheConfig.checkTime("negativeTtl", time);
        return this;
    }

    /**
     * Sets the maximum number of cached names. The least recently used is evicted first.
     *
     * @param most positive, by default 1000
     * @return this
     * @throws IllegalArgumentException if {@code most} is not positive
     */
    public DnsCacheBuilder capacity(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("capacity (" + most + ") must be positive");
        }
        capacity = most;
        return this;
    }

    /**
     * Sets how long after its time to live a stale answer may be used if a lookup fails or is slow (RFC 8767).
     *
     * @param time by default 0, never
     * @return this
     * @throws IllegalArgumentException if the time is out of range
     */
    public DnsCacheBuilder stale(Duration time) {
        stale = DnsCacheConfig.checkTime("stale", time);
        return this;
    }

    /**
     * Sets how long a caller waits for a lookup if a stale answer is available. The lookup continues afterwards.
     *
     * @param time by default 1.8 s, as RFC 8767 section 5 suggests
     * @return this
     * @throws IllegalArgumentException if the time is out of range
     */
    public DnsCacheBuilder staleDelay(Duration time) {
        staleDelay = DnsCacheConfig.checkTime("staleDelay", time);
        return this;
    }

    /**
     * Sets how long before the end of its time to live an answer in use is refreshed. No caller waits for the refresh.
     *
     * @param time less than the time to live; by default 0, never
     * @return this
     * @throws IllegalArgumentException if the time is out of range
     */
    public DnsCacheBuilder refreshAhead(Duration time) {
        refreshAhead = DnsCacheConfig.checkTime("refreshAhead", time);
        return this;
    }

    /**
     * Sets the timeout of a lookup, independent of its callers' deadlines.
     *
     * @param time positive, by default 30 s
     * @return this
     * @throws IllegalArgumentException if the time is out of range
     */
    public DnsCacheBuilder lookupTimeout(Duration time) {
        if (time.isZero()) {
            throw new IllegalArgumentException("lookupTimeout (" + time + ") must be positive");
        }
        lookupTimeout = DnsCacheConfig.checkTime("lookupTimeout", time);
        return this;
    }

    /**
     * Sets addresses that need no lookup.
     *
     * @param hosts at least one address for each name; they have precedence over the file
     * @return this
     * @throws IllegalArgumentException if a name is malformed or an address, or has no address
     */
    public DnsCacheBuilder hosts(Map<String, List<InetAddress>> hosts) {
        return hosts(HostsTable.of(hosts));
    }

    /**
     * Sets a file of addresses that need no lookup, in the syntax of {@code /etc/hosts}: an address and one or more names in
     * each line. The file is read again when it has changed. While it is missing or malformed, its previous content is used.
     *
     * @param path the path of an existing file
     * @return this
     * @throws IllegalArgumentException if the file cannot be read or is malformed, with the number of the line
     */
    public DnsCacheBuilder hostsFile(Path path) {
        file = new HostsFile(path);
        return this;
    }

    DnsCacheBuilder hosts(HostsTable changed) {
        table = changed;
        return this;
    }

    DnsCacheBuilder ticker(Ticker changed) {
        ticker = changed;
        return this;
    }

    /**
     * Creates the cache.
     *
     * @return a new, empty cache
     * @throws IllegalArgumentException if {@link #refreshAhead} is not less than {@link #ttl}
     */
    public DnsCache build() {
        if (!refreshAhead.isZero() && refreshAhead.compareTo(ttl) >= 0) {
            throw new IllegalArgumentException(
                    "refreshAhead (" + refreshAhead + ") must be less than ttl (" + ttl + ")");
        }
        DnsCacheConfig config =
                new DnsCacheConfig(ttl, negativeTtl, capacity, stale, staleDelay, refreshAhead, lookupTimeout);
        return new DnsCache(config, resolver, table, file, ticker);
    }
}
