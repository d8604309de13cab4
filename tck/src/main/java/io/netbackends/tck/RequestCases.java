// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Requests are performed exactly as specified, or refused, and another thread can end them. */
final class RequestCases {
    /** A name that no system resolves (RFC 6761), so a backend that looks it up fails. */
    private static final String NAME = "name.invalid";

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private RequestCases() {}

    @Behaviour(
            id = "REQ_01",
            rule = Rule.D23,
            title = "an address that the caller has resolved is used, even if it has another name",
            hint = "connect(ConnectRequest): the addresses of the request, in place of a lookup of its host",
            needs = Capability.LISTEN)
    static void aResolvedAddressIsConnectedTo(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = bind(kit);
        InetSocketAddress named = new InetSocketAddress(InetAddress.getByAddress(NAME, LOOPBACK), port(listener));

        NetworkStreamInterface stream = kit.closing(kit.backend().connect(named));
        expectConnected(stream, kit.closing(listener.accept()));
    }

    @Behaviour(
            id = "REQ_02",
            rule = Rule.D23,
            title = "the name of an address that the caller has resolved is not looked up, even if the address fails",
            hint = "the failure of all addresses of a request, after which nothing may be looked up",
            needs = {Capability.HOST_RESOLVER, Capability.INTERNET_ADDRESSES})
    static void theNameIsNotLookedUp(CaseContext kit) throws Exception {
        TcpListener listener = kit.closing(TcpListener.onLoopback());
        HostResolver none = host -> {
            throw new AssertionError(host + " was looked up");
        };
        ConnectRequest elsewhere = ConnectRequest.to(
                        "localhost", listener.address().getPort())
                .withAddresses(List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 2})));

        try (Timeout deadline = Timeout.after(TckTimes.slack())) {
            IOException failure = Expect.failure(
                    IOException.class,
                    () -> kit.closing(kit.fixture().backend(none).connect(elsewhere)));
            Expect.that(
                    String.valueOf(failure.getMessage()).contains(elsewhere.toString()),
                    "the failure says \"" + failure.getMessage() + "\"; " + elsewhere + " was required in it");
        }
        expectNextConnectionToBeFirst(kit, listener);
    }

    @Behaviour(
            id = "REQ_03",
            rule = Rule.D23,
            title = "of several addresses in a request, the one that responds is used",
            hint = "the addresses of a request are tried like those that a lookup finds",
            needs = Capability.INTERNET_ADDRESSES)
    static void theAddressThatAnswers(CaseContext kit) throws Exception {
        TcpListener listener = kit.closing(TcpListener.onLoopback());
        byte[] ipv6 = new byte[16];
        ipv6[15] = 1;
        ConnectRequest request = ConnectRequest.to(NAME, listener.address().getPort())
                .withAddresses(List.of(
                        InetAddress.getByAddress(ipv6), listener.address().getAddress()));

        kit.closing(kit.backend().connect(request)).write(Bytes.ascii("x"));
        Expect.sameBytes(
                Bytes.ascii("x"), kit.accept(listener).readExactly(1), "the data that the peer at 127.0.0.1 read");
    }

    @Behaviour(
            id = "REQ_04",
            rule = Rule.D23,
            title = "the unspecified address stands for the loopback address",
            hint = "the replacement of 0.0.0.0 before the system call",
            needs = Capability.LISTEN)
    static void theUnspecifiedAddress(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = bind(kit);

        NetworkStreamInterface stream = kit.closing(kit.backend().connect("0.0.0.0", port(listener)));
        expectConnected(stream, kit.closing(listener.accept()));
    }

    @Behaviour(
            id = "REQ_05",
            rule = Rule.D23,
            title = "a connection comes from the local address of its request",
            hint = "the bind of the socket before it connects",
            needs = {Capability.INTERNET_ADDRESSES, Capability.END_TO_END})
    static void theLocalAddress(CaseContext kit) throws Exception {
        TcpListener listener = kit.closing(TcpListener.onLoopback());
        InetSocketAddress local = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 3}), 0);
        try {
            kit.closing(
                    kit.backend().connect(ConnectRequest.to(listener.address()).withLocalAddress(local)));
        } catch (BindException e) {
            throw new SkippedCase(
                    "this system has no address " + local.getAddress().getHostAddress());
        }

        InetSocketAddress seen =
                (InetSocketAddress) kit.closing(listener.accept()).remoteAddress();
        Expect.equal(local.getAddress(), seen.getAddress(), "the address that the peer sees");
    }

    @Behaviour(
            id = "REQ_06",
            rule = Rule.D23,
            title = "an option that the transport does not support is refused before anything is done",
            hint = "ConnectRequest.requireOptionsAmong, before any other step",
            needs = Capability.LISTEN)
    static void anUnknownOption(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = bind(kit);
        ConnectRequest request = request(listener).withOption(new UnknownOption(), 1);

        UnsupportedOperationException refused = Expect.failure(
                UnsupportedOperationException.class,
                () -> kit.closing(kit.backend().connect(request)));
        Expect.that(
                String.valueOf(refused.getMessage()).contains("KIT_OPTION"),
                "the failure says \"" + refused.getMessage() + "\"; the option was required in it");
        NetworkStreamInterface stream = kit.closing(kit.backend().connect(request(listener)));
        expectConnected(stream, kit.closing(listener.accept()));
    }

    @Behaviour(
            id = "REQ_07",
            rule = Rule.D18,
            title = "a connect that was cancelled in advance fails as closed on this side, and makes no connection",
            hint = "CancellationSignal.check before the first step",
            needs = Capability.LISTEN)
    static void cancelledBefore(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = bind(kit);
        CancellationSignal signal = new CancellationSignal();
        signal.cancel();

        Expect.closed(() -> kit.closing(kit.backend().connect(request(listener).withCancellation(signal))));
        NetworkStreamInterface stream = kit.closing(kit.backend().connect(request(listener)));
        expectConnected(stream, kit.closing(listener.accept()));
    }

    @Behaviour(
            id = "REQ_08",
            rule = Rule.D19,
            title = "cancelling wakes a waiting connect, and its connection is not established later",
            hint = "the signal must close the socket that is being connected",
            needs = Capability.FULL_BACKLOG)
    static void cancelledWhileItWaits(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        ConnectRequest request = request(listener.address());
        listener.fillBacklog();
        CancellationSignal signal = new CancellationSignal();
        BackgroundCall<NetworkStreamInterface> connecting =
                kit.start(() -> kit.backend().connect(request.withCancellation(signal)));
        connecting.awaitBlocked();

        signal.cancel();
        Expect.soon(() -> Expect.closed(connecting.failure()));
        listener.drainBacklog();
        expectNextConnectionToBeFirst(kit, listener);
    }

    @Behaviour(
            id = "REQ_09",
            rule = Rule.D19,
            title = "cancelling ends a lookup that hangs",
            hint = "the thread that calls the resolver: if the connect can be cancelled, it must not be the caller's",
            needs = Capability.HOST_RESOLVER)
    static void cancelledWhileItLooksUp(CaseContext kit) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        HostResolver hanging = host -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("the latch opened");
            } catch (InterruptedException e) {
                throw new IOException("the lookup was interrupted", e);
            }
        };
        CancellationSignal signal = new CancellationSignal();
        ConnectRequest request = ConnectRequest.to("host.example", 9).withCancellation(signal);
        BackgroundCall<NetworkStreamInterface> connecting =
                kit.start(() -> kit.fixture().backend(hanging).connect(request));
        asked.await();

        signal.cancel();
        Expect.soon(() -> Expect.closed(connecting.failure()));
    }

    @Behaviour(
            id = "REQ_10",
            rule = Rule.D17,
            title = "a cancellable connect times out when its deadline passes",
            hint = "a connect on another thread, which must have the deadlines of its caller",
            needs = Capability.FULL_BACKLOG)
    static void theDeadlineHolds(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        ConnectRequest request = request(listener.address()).withCancellation(new CancellationSignal());
        listener.fillBacklog();

        UnderDeadline.timesOut(
                TckTimes.moment(), () -> kit.closing(kit.backend().connect(request)));
    }

    @Behaviour(
            id = "REQ_11",
            rule = Rule.D19,
            title = "a signal does not affect a stream that is already connected",
            hint = "the signal's reference to the stream after connect has returned",
            needs = Capability.LISTEN)
    static void aStreamIsNotCancelled(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = bind(kit);
        CancellationSignal signal = new CancellationSignal();
        NetworkStreamInterface stream =
                kit.closing(kit.backend().connect(request(listener).withCancellation(signal)));
        NetworkStreamInterface accepted = kit.closing(listener.accept());

        signal.cancel();
        expectConnected(stream, accepted);
    }

    /** An option of no transport. */
    private static final class UnknownOption implements SocketOption<Integer> {
        @Override
        public String name() {
            return "KIT_OPTION";
        }

        @Override
        public Class<Integer> type() {
            return Integer.class;
        }

        @Override
        public String toString() {
            return name();
        }
    }

    private static NetworkListenerInterface bind(CaseContext kit) throws IOException {
        return kit.closing(kit.fixture().bind());
    }

    /** A backend whose hosts all lead to one path accepts any port. */
    private static int port(NetworkListenerInterface listener) {
        return listener.getLocalAddress() instanceof InetSocketAddress inet ? inet.getPort() : 80;
    }

    private static ConnectRequest request(NetworkListenerInterface listener) {
        return ConnectRequest.to("127.0.0.1", port(listener));
    }

    private static ConnectRequest request(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return ConnectRequest.to(inet);
        }
        throw new SkippedCase("the listener is at " + address + ", which no request names");
    }

    private static void expectConnected(NetworkStreamInterface stream, NetworkStreamInterface accepted)
            throws IOException {
        stream.write(Bytes.ascii("x"));
        Expect.sameBytes(Bytes.ascii("x"), Bytes.read(accepted, 1), "the data that the peer read");
    }

    /** A connection made by an earlier call would come first. */
    private static void expectNextConnectionToBeFirst(CaseContext kit, TckListener listener) throws IOException {
        kit.closing(kit.fixture().connect(listener)).write(Bytes.ascii("x"));
        Expect.sameBytes(
                Bytes.ascii("x"),
                kit.accept(listener).input().readNBytes(1),
                "the data that the peer read from the first connection");
    }
}
