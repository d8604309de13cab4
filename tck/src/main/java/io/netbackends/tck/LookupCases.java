// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.HostResolver;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The lookup of a host is part of the connect. */
final class LookupCases {
    private static final String HOST = "host.example";

    private LookupCases() {}

    @Behaviour(
            id = "DLD_01",
            rule = Rule.D17,
            title = "a lookup that hangs ends when the caller's deadline passes",
            hint = "the thread that calls the resolver: the caller's, or one with the caller's deadlines (propagate)",
            needs = Capability.HOST_RESOLVER)
    static void aHangingLookupTimesOut(CaseContext kit) throws Exception {
        HostResolver hanging = host -> {
            while (true) {
                waitForTheDeadline();
                Timeout.check("look up " + host);
            }
        };

        UnderDeadline.timesOut(TckTimes.moment(), () -> connect(kit, hanging, HOST, 9));
    }

    @Behaviour(
            id = "DLD_02",
            rule = Rule.D17,
            title = "the time of the lookup counts: if the deadline has passed by then, no connection is made",
            hint = "the check of the deadline between lookup and connect",
            needs = {Capability.HOST_RESOLVER, Capability.INTERNET_ADDRESSES})
    static void theTimeOfTheLookupCounts(CaseContext kit) throws Exception {
        TcpListener listener = kit.closing(TcpListener.onLoopback());
        HostResolver late = host -> {
            waitForTheDeadline();
            return List.of(listener.address().getAddress());
        };

        UnderDeadline.timesOut(
                TckTimes.moment(),
                () -> connect(kit, late, HOST, listener.address().getPort()));
        kit.fixture().connect(listener).write(Bytes.ascii("x"));
        Expect.sameBytes(
                Bytes.ascii("x"),
                kit.accept(listener).input().readNBytes(1),
                "the data that the peer read from the first connection");
    }

    @Behaviour(
            id = "DLD_05",
            rule = Rule.D18,
            title = "an unknown host is an UnknownHostException that names it, and not a timeout",
            hint = "the translation of the resolver's failures",
            needs = Capability.HOST_RESOLVER)
    static void anUnknownHost(CaseContext kit) throws Exception {
        expectUnknown(kit, host -> {
            throw new UnknownHostException(host);
        });
    }

    @Behaviour(
            id = "HE_09",
            rule = Rule.D18,
            title = "a host without any address is an UnknownHostException that names it",
            hint = "the treatment of an empty result of the resolver",
            needs = Capability.HOST_RESOLVER)
    static void aHostWithoutAddress(CaseContext kit) throws Exception {
        expectUnknown(kit, host -> List.of());
    }

    private static void expectUnknown(CaseContext kit, HostResolver resolver) throws Exception {
        try (Timeout deadline = Timeout.after(TckTimes.slack().multipliedBy(3))) {
            Expect.soon(() -> {
                UnknownHostException unknown =
                        Expect.failure(UnknownHostException.class, () -> connect(kit, resolver, HOST, 9));
                Expect.that(
                        String.valueOf(unknown.getMessage()).contains(HOST),
                        "the message is \"" + unknown.getMessage() + "\"; \"" + HOST + "\" was required in it");
            });
        }
    }

    @Behaviour(
            id = "DLD_06",
            rule = Rule.D17,
            level = Level.RECOMMENDED,
            title = "a connect to an address makes no lookup",
            hint = "the check whether the host is an address, with or without brackets, before the lookup",
            needs = {Capability.HOST_RESOLVER, Capability.INTERNET_ADDRESSES})
    static void addressesAreNotLookedUp(CaseContext kit) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HostResolver counting = host -> {
            asked.incrementAndGet();
            return List.of(InetAddress.getByName(host));
        };
        InetSocketAddress address = kit.closing(TcpListener.onLoopback()).address();
        connect(kit, counting, "127.0.0.1", address.getPort());
        for (String host : List.of("::1", "[::1]")) {
            try {
                connect(kit, counting, host, address.getPort());
            } catch (IOException e) {
                // there is no listener there
            }
        }

        Expect.equal(0, asked.get(), "the number of calls of the resolver");
    }

    /** Waits until the thread's deadline or, without one, until the case ends. */
    private static void waitForTheDeadline() throws IOException {
        for (long left = Timeout.remainingNanos(); left > 0; left = Timeout.remainingNanos()) {
            LockSupport.parkNanos(Math.min(left, Duration.ofSeconds(1).toNanos()));
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("the lookup was interrupted");
            }
        }
    }

    private static NetworkStreamInterface connect(CaseContext kit, HostResolver resolver, String host, int port)
            throws IOException {
        return kit.closing(kit.fixture().backend(resolver).connect(host, port));
    }
}
