// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import io.netbackends.HostResolver;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * A {@link HostResolver} that queries name servers itself, with dnsjava: IPv6 and IPv4 addresses in parallel (RFC 8305
 * section 3). Answers are cached for their time to live.
 *
 * <p>A lookup ends when the caller's deadline passes. The system's table of hosts, {@code /etc/hosts}, comes first. {@code
 * localhost} and its subdomains are never queried (RFC 6761 section 6.3).
 *
 * <p>When the addresses of one family have arrived, the query for the other family has 50 ms. Later addresses are cached for
 * the next lookup.
 *
 * <p>Safe for use by several threads. There is nothing to close: dnsjava has one daemon thread for all resolvers, and closes its
 * connections when they are idle.
 */
public final class DnsResolver implements HostResolver {
    private static final String LOCALHOST = "localhost";

    private final LookupSession session;
    private final List<NameServer> servers;

    DnsResolver(LookupSession session, List<NameServer> servers) {
        this.session = session;
        this.servers = List.copyOf(servers);
    }

    /** {@return a builder for a resolver that queries the system's name servers} */
    public static DnsResolverBuilder builder() {
        return new DnsResolverBuilder();
    }

    /**
     * Looks up a host.
     *
     * @throws UnknownHostException if the host has no address, or no name server answered; the message names the reason
     */
    @Override
    public List<InetAddress> resolve(String host) throws IOException {
        String operation = "look up " + host;
        DeadlineWait.check(operation);
        HostAndPort target = new HostAndPort(host, 0);
        if (target.isAddress()) {
            return List.of(InetAddress.getByName(target.host()));
        }
        Name name = name(target.host());
        try {
            List<InetAddress> addresses = await(operation, query(name)); // may block
            if (!addresses.isEmpty()) {
                return addresses;
            }
        } catch (ExecutionException e) {
            throw unknown(host, e.getCause());
        }
        throw unknown(host, null);
    }

    private CompletableFuture<List<InetAddress>> query(Name name) {
        String text = name.toString(true).toLowerCase(Locale.ROOT);
        if (text.equals(LOCALHOST) || text.endsWith("." + LOCALHOST)) {
            return CompletableFuture.completedFuture(LocalAddresses.LOOPBACK);
        }
        return AddressRace.run(
                query(name, Type.AAAA), query(name, Type.A), LocalAddresses::hasGlobalIpv6, AddressRace.delay());
    }

    private CompletionStage<List<InetAddress>> query(Name name, int type) {
        return session.lookupAsync(name, type).handle((result, e) -> {
            Throwable failure = e instanceof CompletionException ? e.getCause() : e;
            if (failure instanceof NoSuchDomainException || failure instanceof NoSuchRRSetException) {
                return List.<InetAddress>of();
            }
            if (failure != null) {
                throw new CompletionException(failure);
            }
            return addresses(result);
        });
    }

    private static List<InetAddress> addresses(LookupResult result) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record found : result.getRecords()) {
            if (found instanceof AAAARecord six) {
                addresses.add(six.getAddress());
            } else if (found instanceof ARecord four) {
                addresses.add(four.getAddress());
            }
        }
        return addresses;
    }

    private static List<InetAddress> await(String operation, CompletableFuture<List<InetAddress>> lookup)
            throws IOException, ExecutionException {
        while (true) {
            try {
                return lookup.get(Timeout.checkRemaining(operation), TimeUnit.NANOSECONDS); // may block
            } catch (TimeoutException e) {
                Timeout.check(operation); // otherwise the deadline was cancelled
            } catch (InterruptedException e) {
                DeadlineWait.endUnlessHeld(operation);
            }
        }
    }

    private static Name name(String host) throws UnknownHostException {
        try {
            return Name.fromString(host);
        } catch (TextParseException e) {
            UnknownHostException malformed =
                    new UnknownHostException("host " + host + " is unknown: its name is malformed: " + e.getMessage());
            malformed.initCause(e);
            throw malformed;
        }
    }

    private UnknownHostException unknown(String host, @Nullable Throwable cause) {
        String reason = cause == null
                ? "name server " + serverList() + " has no address for it"
                : "no answer from name server " + serverList() + ": " + cause.getMessage();
        UnknownHostException unknown = new UnknownHostException("host " + host + " is unknown: " + reason);
        if (cause != null) {
            unknown.initCause(cause);
        }
        return unknown;
    }

    private String serverList() {
        return servers.stream().map(NameServer::toString).collect(Collectors.joining(", "));
    }

    /** Returns, for instance, {@code <DnsResolver [9.9.9.9:53, 127.0.0.1:5353]>}. */
    @Override
    public String toString() {
        return "<DnsResolver [" + serverList() + "]>";
    }
}
