// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connects end at their deadline, and find the address that responds. */
final class ConnectCases {
    /** So many that separate deadlines would add up to more than one deadline for all and its tolerance. */
    private static final int ADDRESSES = 32;

    private static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

    private ConnectCases() {}

    @Behaviour(
            id = "DLC_01",
            rule = Rule.D17,
            title = "a connect to a host that does not respond times out when its deadline passes",
            hint = "the time that connect waits; the translation of the system's own connect timeout",
            needs = Capability.FULL_BACKLOG)
    static void aConnectTimesOut(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        listener.fillBacklog();

        UnderDeadline.timesOut(TckTimes.moment(), () -> connect(kit, listener));
        Expect.that(
                !Thread.currentThread().isInterrupted(), "the interrupt flag is set after a connect that timed out");
    }

    @Behaviour(
            id = "DLC_02",
            rule = Rule.D3,
            title = "under an expired deadline, a connect times out, and no connection is made",
            hint = "Timeout.check before the first system call of connect")
    static void anExpiredConnectDoesNothing(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();

        UnderDeadline.expired(() -> connect(kit, listener));
        expectNextConnectionToBeFirst(kit, listener);
    }

    @Behaviour(
            id = "DLC_03",
            rule = Rule.D18,
            title = "without a listener, a connect under a deadline is refused immediately and does not time out",
            hint = "attempts that are repeated until the deadline, and failures that are reported as timeouts")
    static void refusedIsNoTimeout(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        listener.close();

        try (Timeout deadline = Timeout.after(TckTimes.slack().multipliedBy(3))) {
            Expect.soon(() -> Expect.broken(() -> connect(kit, listener)));
        }
    }

    @Behaviour(
            id = "DLC_04",
            rule = Rule.D17,
            title = "one deadline covers all addresses of a host",
            hint = "the attempt to the next address, which has only the remaining time",
            needs = {Capability.HOST_RESOLVER, Capability.INTERNET_ADDRESSES, Capability.FULL_BACKLOG})
    static void oneDeadlineCoversAllAddresses(CaseContext kit) throws Exception {
        TckListener listener = listenOnAllAddresses(kit);
        listener.fillBacklog();

        UnderDeadline.timesOut(TckTimes.moment(), () -> connect(kit, loopbackAddresses(ADDRESSES), port(listener)));
    }

    @Behaviour(
            id = "DLC_05",
            rule = Rule.D19,
            title = "connects that timed out are not established later, and do not affect the next one",
            hint = "the socket of an abandoned attempt, which must be closed",
            needs = Capability.FULL_BACKLOG)
    static void timedOutConnectsLeaveNothing(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        listener.fillBacklog();
        Duration moment = Duration.ofMillis(20);

        for (int i = 0; i < 10; i++) {
            UnderDeadline.timesOut(moment, () -> connect(kit, listener));
        }
        listener.drainBacklog();
        expectNextConnectionToBeFirst(kit, listener);
    }

    @Behaviour(
            id = "DLC_06",
            rule = Rule.D19,
            title = "the deadline of a connect does not bound the resulting stream",
            hint = "socket settings made for the connect, and timers that are not cancelled")
    static void theDeadlineDoesNotStick(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        Duration ample = TckTimes.moment().multipliedBy(6);
        NetworkStreamInterface stream = UnderDeadline.time(ample, () -> connect(kit, listener));
        ScriptedPeer peer = kit.accept(listener);

        DelayedSend.send(kit, peer, "late", ample);
        Expect.sameBytes(Bytes.ascii("late"), Bytes.read(stream, 4), "the result of a read without deadline");
    }

    @Behaviour(
            id = "DLC_07",
            rule = Rule.D17,
            title = "a connect that has to wait succeeds as soon as the listener has room, within its deadline",
            hint = "a connect that the system rejects temporarily: wait and try again, within the deadline",
            needs = Capability.FULL_BACKLOG)
    static void aWaitingConnectSucceeds(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        listener.fillBacklog();
        BackgroundCall<NetworkStreamInterface> connecting =
                kit.start(() -> UnderDeadline.time(TckTimes.slack().multipliedBy(4), () -> connect(kit, listener)));
        connecting.awaitBlocked();

        listener.drainBacklog();
        connecting.get().write(Bytes.ascii("x"));
        Expect.sameBytes(Bytes.ascii("x"), kit.accept(listener).readExactly(1), "the data that the peer read");
    }

    @Behaviour(
            id = "HE_10",
            rule = Rule.D19,
            title = "a deadline during several attempts ends them all, and no more are made",
            hint = "attempts on other threads, which must end when the caller's deadline passes",
            needs = {Capability.HOST_RESOLVER, Capability.INTERNET_ADDRESSES, Capability.FULL_BACKLOG})
    static void theDeadlineEndsAllAttempts(CaseContext kit) throws Exception {
        TckListener listener = listenOnAllAddresses(kit);
        listener.fillBacklog();
        Duration twoAttempts = ATTEMPT_DELAY.plus(TckTimes.moment());
        List<InetAddress> addresses = loopbackAddresses(4);

        UnderDeadline.timesOut(twoAttempts, () -> connect(kit, addresses, port(listener)));
        listener.drainBacklog();
        expectNextConnectionToBeFirst(kit, listener);
    }

    @Behaviour(
            id = "HE_15",
            rule = Rule.D18,
            title = "of two addresses, the first one that responds is used; if none does, both are named",
            hint = "an address that refuses: try the next one, and remember the failure",
            needs = {Capability.HOST_RESOLVER, Capability.INTERNET_ADDRESSES})
    static void theAddressThatAnswers(CaseContext kit) throws Exception {
        InetAddress six = ipv6Loopback();
        TcpListener four = kit.closing(TcpListener.onLoopback());
        int port = four.address().getPort();
        List<InetAddress> both = List.of(six, four.address().getAddress());
        try (TcpListener preferred = listenOn(six, port)) {
            connect(kit, both, port).write(Bytes.ascii("6"));
            Expect.sameBytes(
                    Bytes.ascii("6"), kit.accept(preferred).readExactly(1), "the data that the peer at ::1 read");
        }
        connect(kit, both, port).write(Bytes.ascii("4"));
        Expect.sameBytes(Bytes.ascii("4"), kit.accept(four).readExactly(1), "the data that the peer at 127.0.0.1 read");
        four.close();

        ConnectException refused = Expect.failure(ConnectException.class, () -> connect(kit, both, port));
        String messages = messages(refused);
        for (InetAddress address : both) {
            Expect.that(
                    messages.contains(address.getHostAddress()),
                    "the failure says \"" + messages + "\"; " + address.getHostAddress() + " was required in it");
        }
    }

    private static InetAddress ipv6Loopback() throws IOException {
        byte[] one = new byte[16];
        one[15] = 1;
        return Inet6Address.getByAddress(one);
    }

    private static TcpListener listenOn(InetAddress address, int port) {
        try {
            return TcpListener.on(address, port);
        } catch (IOException e) {
            throw new SkippedCase(
                    "no listener at " + address.getHostAddress() + ", port " + port + ": " + e.getMessage());
        }
    }

    /** The messages of a failure, its causes and its suppressed exceptions. */
    private static String messages(Throwable failure) {
        StringBuilder messages = new StringBuilder(String.valueOf(failure.getMessage()));
        List<Throwable> more = new ArrayList<>(List.of(failure.getSuppressed()));
        if (failure.getCause() != null) {
            more.add(failure.getCause());
        }
        more.forEach(each -> messages.append("; ").append(messages(each)));
        return messages.toString();
    }

    /** One backlog for all addresses of this machine. */
    private static TckListener listenOnAllAddresses(CaseContext kit) throws IOException {
        return kit.closing(TcpListener.on(InetAddress.getByAddress(new byte[4]), 0));
    }

    /** 127.0.0.1 and the next addresses; on systems with only the first one, the others fail immediately. */
    private static List<InetAddress> loopbackAddresses(int count) throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            addresses.add(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) i}));
        }
        return addresses;
    }

    private static int port(TckListener listener) {
        return ((InetSocketAddress) listener.address()).getPort();
    }

    private static NetworkStreamInterface connect(CaseContext kit, TckListener listener) throws IOException {
        return kit.closing(kit.fixture().connect(listener));
    }

    private static NetworkStreamInterface connect(CaseContext kit, List<InetAddress> addresses, int port)
            throws IOException {
        return kit.closing(kit.fixture().backend(host -> addresses).connect("host.example", port));
    }

    /** A connection made by an earlier call would come first. */
    private static void expectNextConnectionToBeFirst(CaseContext kit, TckListener listener) throws IOException {
        connect(kit, listener).write(Bytes.ascii("x"));
        Expect.sameBytes(
                Bytes.ascii("x"),
                kit.accept(listener).input().readNBytes(1),
                "the data that the peer read from the first connection");
    }
}
