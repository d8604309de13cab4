// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import io.netbackends.support.HostAndPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.xbill.DNS.Cache;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.lookup.LookupSession;

/** Collects the settings of a {@link DnsResolver}. Not safe for use by several threads. */
public final class DnsResolverBuilder {
    /** Far below the times at which the JDK's timers overflow, and longer than any useful query. */
    private static final Duration LONGEST = Duration.ofHours(1);

    /** dnsjava checks timeouts once a second. */
    private static final Duration TIMER = Duration.ofSeconds(1);

    private List<NameServer> servers = List.of();
    private List<Name> search = ResolverConfig.getCurrentConfig().searchPath();
    private int ndots = ResolverConfig.getCurrentConfig().ndots();
    private DnsTransport transport = DnsTransport.UDP;
    private Duration timeout = Duration.ofSeconds(2);
    private int attempts = 3;
    private int capacity = 10_000;

    DnsResolverBuilder() {}

    /**
     * Sets the name servers. Each is queried if those before it do not answer.
     *
     * @param changed each an IP address with or without a port, such as {@code 9.9.9.9}, {@code 127.0.0.1:5353} or {@code
     *     [2620:fe::fe]:53}, or an {@code https} URL for DNS over HTTPS (RFC 8484); the system's by default
     * @return this
     * @throws IllegalArgumentException if one is neither, or if there is none
     */
    public DnsResolverBuilder servers(String... changed) {
        if (changed.length == 0) {
            throw new IllegalArgumentException("servers must have at least one name server");
        }
        return nameServers(Stream.of(changed).map(NameServer::parse).toList());
    }

    DnsResolverBuilder nameServers(List<NameServer> changed) {
        servers = changed;
        return this;
    }

    /**
     * Sets the domains in which a name with few dots is looked up.
     *
     * @param domains the domains in this order; none to look up names only unchanged; the system's by default
     * @return this
     * @throws IllegalArgumentException if one is malformed
     */
    public DnsResolverBuilder search(List<String> domains) {
        return searchNames(names(domains));
    }

    DnsResolverBuilder searchNames(List<Name> domains) {
        search = domains;
        return this;
    }

    static List<Name> names(List<String> domains) {
        return domains.stream().map(DnsResolverBuilder::name).toList();
    }

    private static Name name(String domain) {
        try {
            return Name.fromString(new HostAndPort(domain.strip(), 0).host(), Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("search domain " + domain + " is malformed: " + e.getMessage(), e);
        }
    }

    /**
     * Sets the minimum number of dots in a name that is first looked up unchanged, and then in the domains of {@link
     * #search}.
     *
     * @param least not negative; the system's by default
     * @return this
     * @throws IllegalArgumentException if {@code least} is negative
     */
    public DnsResolverBuilder ndots(int least) {
        if (least < 0) {
            throw new IllegalArgumentException("ndots (" + least + ") must not be negative");
        }
        ndots = least;
        return this;
    }

    /**
     * Sets the transport of queries. Ignored for a URL.
     *
     * @param changed by default {@link DnsTransport#UDP}
     * @return this
     */
    public DnsResolverBuilder transport(DnsTransport changed) {
        transport = Objects.requireNonNull(changed, "transport");
        return this;
    }

    /**
     * Sets the timeout of one query to one server, independent of the caller's deadline. dnsjava checks timeouts once a
     * second.
     *
     * @param time positive, at most an hour; by default 2 s
     * @return this
     * @throws IllegalArgumentException if the time is out of range
     */
    public DnsResolverBuilder timeout(Duration time) {
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout (" + time + ") must be positive and at most " + LONGEST);
        }
        timeout = time;
        return this;
    }

    /**
     * Sets the number of queries to each server before the lookup fails.
     *
     * @param most positive, by default 3
     * @return this
     * @throws IllegalArgumentException if {@code most} is not positive
     */
    public DnsResolverBuilder attempts(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("attempts (" + most + ") must be positive");
        }
        attempts = most;
        return this;
    }

    /**
     * Sets the maximum number of cached answers.
     *
     * @param most not negative, by default 10,000
     * @return this
     * @throws IllegalArgumentException if {@code most} is negative
     */
    public DnsResolverBuilder capacity(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("capacity (" + most + ") must not be negative");
        }
        capacity = most;
        return this;
    }

    /**
     * Creates the resolver. It opens no socket before the first lookup.
     *
     * @return a new resolver with an empty cache
     */
    public DnsResolver build() {
        List<NameServer> asked = servers.isEmpty() ? systemServers() : servers;
        ExtendedResolver resolver = new ExtendedResolver(
                asked.stream().map(server -> server.open(transport, timeout)).toList());
        resolver.setRetries(attempts);
        resolver.setTimeout(timeout.plus(TIMER).multipliedBy((long) attempts * asked.size()));
        LookupSession.LookupSessionBuilder session = LookupSession.builder()
                .resolver(resolver)
                .ndots(ndots)
                .searchPath(search)
                .executor(Runnable::run) // its tasks are short, and the program may keep the common pool busy
                .defaultHostsFileParser();
        if (capacity > 0) {
            Cache cache = new Cache();
            cache.setMaxEntries(capacity);
            session.cache(cache);
        }
        return new DnsResolver(session.build(), asked);
    }

    private static List<NameServer> systemServers() {
        List<NameServer> servers = new ArrayList<>();
        ResolverConfig.getCurrentConfig().servers().forEach(address -> servers.add(NameServer.of(address)));
        return servers;
    }
}
