// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.HostResolver;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.DurationText;
import io.netbackends.internal.Ticker;
import io.netbackends.internal.VirtualThreads;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HostResolver} that caches the answers of another one, and its failures for a shorter time.
 *
 * <p>Callers that ask for the same name at the same time share one lookup, which runs on a daemon thread. Each waits under
 * its own deadlines, and the lookup continues for the others if one gives up. Names are case-insensitive.
 *
 * <p>Addresses are returned in the order in which to try them: IPv6 and IPv4 alternate, IPv6 first; those that a {@link
 * DnsCacheBackend} has found not to answer come last.
 *
 * <p>Safe for use by several threads. There is nothing to close: threads end when they are idle.
 */
public final class DnsCache implements HostResolver {
    static final Duration DEFAULT_TTL = Duration.ofSeconds(30);

    private static final class Threads {
        static final Executor EXECUTOR = VirtualThreads.perTask("netbackends-dnscache");
    }

    private final DnsCacheConfig config;
    private final HostResolver resolver;
    private final HostsTable table;
    private final @Nullable HostsFile file;
    private final Ticker ticker;

    private final ReentrantLock lock = new ReentrantLock();

    /** The entries by name, the least recently used first. */
    private final Map<String, CachedName> names = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CachedName> eldest) {
            return size() > config.capacity();
        }
    };

    private long hits;
    private long misses;
    private long staleAnswers;
    private long lookups;
    private long failedLookups;
    private long lookupNanos;

    DnsCache(DnsCacheConfig config, HostResolver resolver, HostsTable table, @Nullable HostsFile file, Ticker ticker) {
        this.config = config;
        this.resolver = resolver;
        this.table = table;
        this.file = file;
        this.ticker = ticker;
    }

    /** {@return a builder for a cache around {@link HostResolver#system}} */
    public static DnsCacheBuilder builder() {
        return new DnsCacheBuilder();
    }

    /**
     * Returns the addresses of a host, from the table, the cache, or a lookup.
     *
     * @throws UnknownHostException if the host has no address, or the lookup took longer than its own limit
     */
    @Override
    public List<InetAddress> resolve(String host) throws IOException {
        String operation = "look up " + host;
        DeadlineWait.check(operation);
        String name = host.toLowerCase(Locale.ROOT);
        List<InetAddress> fixed = fixed(name);
        SharedLookup lookup;
        long patience;
        lock.lock();
        try {
            CachedName known = names.computeIfAbsent(name, added -> new CachedName(config));
            long now = ticker.read();
            if (!fixed.isEmpty()) {
                hits++;
                return known.offer(fixed);
            }
            if (known.isFresh(now)) {
                hits++;
                if (known.isRefreshDue(now)) {
                    start(host, known);
                }
                return known.offer();
            }
            boolean usable = known.isUsable(now);
            IOException failure = known.recentFailure(now);
            if (failure != null && usable) {
                staleAnswers++;
                return known.offer();
            }
            if (failure != null) {
                hits++;
                throw fresh(operation, failure);
            }
            misses++;
            SharedLookup pending = known.pending();
            lookup = pending == null ? start(host, known) : pending;
            patience = usable ? config.staleDelay().toNanos() : Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
        return await(name, operation, lookup, patience); // may block
    }

    /** Always true: addresses that did not answer come last, regardless of their family. */
    @Override
    public boolean decidesOrder() {
        return true;
    }

    /** {@return the statistics of the cache} */
    public DnsCacheStatistics statistics() {
        lock.lock();
        try {
            return new DnsCacheStatistics(
                    hits, misses, staleAnswers, lookups, failedLookups, Duration.ofNanos(lookupNanos), names.size());
        } finally {
            lock.unlock();
        }
    }

    /** Removes all answers and failures. Lookups under way complete for their callers, and their results are not cached. */
    public void clear() {
        lock.lock();
        try {
            names.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Notes the address of a connection to a host. */
    void connected(String host, @Nullable Object server) {
        if (server instanceof InetSocketAddress inet && inet.getAddress() != null) {
            lock.lock();
            try {
                CachedName known = names.get(host.toLowerCase(Locale.ROOT));
                if (known != null) {
                    known.connected(inet.getAddress());
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private List<InetAddress> fixed(String name) {
        List<InetAddress> addresses = table.find(name);
        if (addresses.isEmpty() && file != null) {
            addresses = file.table().find(name);
        }
        return HappyEyeballs.interleave(addresses);
    }

    private List<InetAddress> await(String name, String operation, SharedLookup lookup, long patience)
            throws IOException {
        IOException failure;
        try {
            List<InetAddress> answer = lookup.await(patience); // may block
            if (answer != null) {
                return offered(name, answer);
            }
            failure = new UnknownHostException("no answer yet");
        } catch (InterruptedIOException e) {
            throw e; // including a timeout by the caller's deadline
        } catch (IOException e) {
            failure = e;
        }
        List<InetAddress> old = patience == Long.MAX_VALUE ? List.of() : stale(name);
        if (old.isEmpty()) {
            throw fresh(operation, failure);
        }
        return old;
    }

    private List<InetAddress> offered(String name, List<InetAddress> answer) {
        lock.lock();
        try {
            CachedName known = names.get(name);
            return known == null ? answer : known.offer(answer);
        } finally {
            lock.unlock();
        }
    }

    private List<InetAddress> stale(String name) {
        lock.lock();
        try {
            CachedName known = names.get(name);
            if (known == null) {
                return List.of();
            }
            staleAnswers++;
            return known.offer();
        } finally {
            lock.unlock();
        }
    }

    /** Starts a lookup. The caller holds the lock. If no thread can be started, the state is unchanged. */
    private SharedLookup start(String host, CachedName known) {
        SharedLookup lookup = new SharedLookup("look up " + host, ticker);
        Threads.EXECUTOR.execute(() -> run(host, known, lookup));
        known.begin(lookup);
        return lookup;
    }

    private void run(String host, CachedName known, SharedLookup lookup) {
        LookupWatch watch = LookupWatch.begin();
        long begin = ticker.read();
        List<InetAddress> answer;
        try {
            answer = lookUp(host); // may block
        } catch (IOException e) {
            ended(begin, now -> {
                failedLookups++;
                known.failed(e, now);
            });
            watch.ended(host, e, statistics());
            lookup.failed(e);
            return;
        } catch (Throwable e) { // for example an OutOfMemoryError: callers must not wait forever
            ended(begin, now -> known.ended());
            watch.ended(host, e, statistics());
            lookup.failed(e);
            return;
        }
        ended(begin, now -> known.answered(answer, now));
        watch.ended(host, null, statistics());
        lookup.answered(answer);
    }

    private List<InetAddress> lookUp(String host) throws IOException {
        try (Timeout limit = Timeout.after(config.lookupTimeout())) {
            List<InetAddress> answer = resolver.resolve(host); // may block
            if (answer.isEmpty()) {
                throw new UnknownHostException("host " + host + " has no address");
            }
            return List.copyOf(resolver.decidesOrder() ? answer : HappyEyeballs.interleave(answer));
        } catch (NetworkTimeoutException e) {
            UnknownHostException unknown = new UnknownHostException(
                    "host " + host + " is unknown: no answer within " + DurationText.of(config.lookupTimeout()));
            unknown.initCause(e);
            throw unknown;
        }
    }

    /** Stores a result, with the time at which it arrived. */
    private interface Result {
        void note(long now);
    }

    private void ended(long begin, Result result) {
        lock.lock();
        try {
            long now = ticker.read();
            lookups++;
            lookupNanos += now - begin;
            result.note(now);
        } finally {
            lock.unlock();
        }
    }

    /** Creates a new exception for each caller, since callers may add suppressed exceptions. */
    private static IOException fresh(String operation, IOException failure) {
        if (failure instanceof UnknownHostException) {
            UnknownHostException own = new UnknownHostException(failure.getMessage());
            own.initCause(failure);
            return own;
        }
        return NetworkFailures.during(operation, failure);
    }

    /** Returns, for instance, {@code <DnsCache [12 names]>}. */
    @Override
    public String toString() {
        return "<DnsCache [" + statistics().names() + " names]>";
    }
}
