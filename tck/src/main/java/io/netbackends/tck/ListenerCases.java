// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A listener obeys deadlines and interrupts as streams do, and accepts streams like any others. */
final class ListenerCases {
    private ListenerCases() {}

    /** Both ends of a connection, made only by the backend under test. */
    private record Ends(NetworkStreamInterface connected, NetworkStreamInterface accepted) {}

    @Behaviour(
            id = "LSN_01",
            rule = Rule.D17,
            title = "accept times out, and the listener continues to listen",
            hint = "the wait in accept; a timeout that closes the listener",
            needs = Capability.LISTEN)
    static void acceptTimesOut(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = listen(kit);
        Duration time = TckTimes.moment();

        try (Timeout deadline = Timeout.after(time)) {
            Expect.timeout(time, listener::accept);
        }
        roundTrip(connect(kit, listener));
    }

    @Behaviour(
            id = "LSN_02",
            rule = Rule.D3,
            title = "accept under an expired deadline takes no connection, even if one is waiting",
            hint = "the check of the deadline before the accept, and a connection accepted and then dropped",
            needs = Capability.LISTEN)
    static void acceptUnderAnExpiredDeadline(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = listen(kit);
        BackgroundCall<?> client = writeOnceConnected(kit, connecting(kit, listener));

        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.timeoutAtOnce(listener::accept);
        }
        NetworkStreamInterface accepted = kit.closing(listener.accept());
        Expect.sameBytes(Bytes.ascii("early"), Bytes.read(accepted, 5), "the data of the waiting connection");
        client.get();
    }

    @Behaviour(
            id = "LSN_03",
            rule = Rule.D18,
            title = "close wakes all threads that wait in accept, with and without a deadline",
            hint = "close while several threads wait, each at its own place in the queue",
            needs = Capability.LISTEN)
    static void closeWakesAccept(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = listen(kit);
        BackgroundCall<?> untimed = kit.start(listener::accept).awaitBlocked();
        BackgroundCall<?> timed = kit.start(() -> {
            try (Timeout deadline = Timeout.after(Duration.ofMinutes(5))) {
                return listener.accept();
            }
        });
        timed.awaitBlocked();

        Expect.closes(listener);
        Expect.closed(untimed.failure());
        Expect.closed(timed.failure());
    }

    @Behaviour(
            id = "LSN_04",
            rule = Rule.D4,
            title =
                    "accept on a closed listener fails with that reason, under an expired deadline as well; closing again is harmless",
            hint = "the order of checks in accept",
            needs = Capability.LISTEN)
    static void acceptAfterClose(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = listen(kit);
        listener.close();

        Expect.soon(() -> Expect.closed(listener::accept));
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.closed(listener::accept);
            listener.close();
        }
    }

    @Behaviour(
            id = "LSN_05",
            rule = Rule.D8,
            title = "an interrupt ends a blocked accept, and the flag stays set",
            hint = "the listener's translation of an interrupt",
            needs = Capability.LISTEN)
    static void acceptIsInterrupted(CaseContext kit) throws Exception {
        kit.requireInterrupts();
        NetworkListenerInterface listener = listen(kit);
        BackgroundCall<?> accepting = kit.start(() -> Expect.interrupted(listener::accept));
        accepting.awaitBlocked();

        accepting.thread().interrupt();
        accepting.get();
    }

    @Behaviour(
            id = "LSN_06",
            rule = Rule.D4,
            title =
                    "accept with the interrupt flag set fails immediately, even if a connection is waiting, and takes none",
            hint = "the check of the flag before the accept",
            needs = Capability.LISTEN)
    static void acceptFindsTheFlagSet(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = listen(kit);
        BackgroundCall<?> client = writeOnceConnected(kit, connecting(kit, listener));

        Thread.currentThread().interrupt();
        try {
            Expect.interrupted(listener::accept);
        } finally {
            Thread.interrupted();
        }
        NetworkStreamInterface accepted = kit.closing(listener.accept());
        Expect.sameBytes(Bytes.ascii("early"), Bytes.read(accepted, 5), "the data of the waiting connection");
        client.get();
    }

    @Behaviour(
            id = "LSN_07",
            rule = Rule.STREAM,
            title = "getLocalAddress is the address to connect to, with the actual port, even after close",
            hint = "querying a closed socket; port 0",
            needs = Capability.LISTEN)
    static void theAddressStays(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = listen(kit);
        SocketAddress address = listener.getLocalAddress();
        Expect.that(
                !(address instanceof InetSocketAddress inet) || inet.getPort() > 0,
                "the local address is " + address + "; a port that was chosen is required");
        kit.closing(kit.backend().connect(address));

        listener.close();
        Expect.equal(address, listener.getLocalAddress(), "the local address after close");
    }

    @Behaviour(
            id = "LSN_08",
            rule = Rule.D18,
            title = "listening at an address in use is a BindException that names the address",
            hint = "the translation of the system's error",
            needs = Capability.LISTEN)
    static void theAddressIsInUse(CaseContext kit) throws Exception {
        NetworkBackendInterface backend = kit.backend();
        NetworkListenerInterface listener = listen(kit);
        SocketAddress address = listener.getLocalAddress();

        BindException failure = Expect.failure(BindException.class, () -> kit.closing(backend.listen(address)));
        String name = address instanceof InetSocketAddress inet
                ? inet.getHostString() + ":" + inet.getPort()
                : address.toString();
        Expect.that(
                String.valueOf(failure.getMessage()).contains(name),
                "the message is \"" + failure.getMessage() + "\"; it was required to name " + name);
        roundTrip(connect(kit, backend, listener));
    }

    @Behaviour(
            id = "LSN_09",
            rule = Rule.STREAM,
            title = "an accepted stream reads, writes, times out, ends and closes like any other",
            hint = "the creation of accepted streams, with the same transport and the same checks",
            needs = Capability.LISTEN)
    static void acceptedStreamsObeyTheContract(CaseContext kit) throws Exception {
        Ends ends = connect(kit, listen(kit));
        NetworkStreamInterface accepted = ends.accepted();
        roundTrip(ends);

        Duration time = TckTimes.moment();
        try (Timeout deadline = Timeout.after(time)) {
            Expect.timeout(time, () -> accepted.read(10));
        }
        Expect.failure(IllegalArgumentException.class, () -> accepted.read(0));
        roundTrip(ends);

        ends.connected().close();
        Expect.endOfStream(accepted);
        accepted.close();
        Expect.closed(() -> accepted.read(10));
    }

    @Behaviour(
            id = "LSN_10",
            rule = Rule.STREAM,
            title = "both ends of a connection name the same client and the same server",
            hint = "client_addr and server_addr of accepted streams: the client is the peer there",
            needs = {Capability.LISTEN, Capability.END_TO_END})
    static void bothEndsNameTheSameAddresses(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = listen(kit);
        Ends ends = connect(kit, listener);

        Expect.equal(listener.getLocalAddress(), address(ends.accepted(), ExtraInfo.SERVER_ADDR), "server_addr");
        for (ExtraInfo<SocketAddress> key : List.of(ExtraInfo.SERVER_ADDR, ExtraInfo.CLIENT_ADDR)) {
            Expect.equal(
                    address(ends.connected(), key),
                    address(ends.accepted(), key),
                    key.name() + " of an accepted stream");
        }
    }

    @Behaviour(
            id = "LSN_11",
            rule = Rule.STREAM,
            title = "accepted streams stay open when the listener is closed",
            hint = "the listener's references to accepted streams",
            needs = Capability.LISTEN)
    static void acceptedStreamsOutliveTheListener(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = listen(kit);
        Ends ends = connect(kit, listener);

        listener.close();
        roundTrip(ends);
    }

    @Behaviour(
            id = "LSN_12",
            rule = Rule.STREAM,
            title = "two threads may accept at a time, and each gets its own connection",
            hint = "state that calls of accept share",
            needs = Capability.LISTEN)
    static void twoThreadsAccept(CaseContext kit) throws Exception {
        NetworkListenerInterface listener = listen(kit);
        List<BackgroundCall<NetworkStreamInterface>> accepting = List.of(
                kit.start(() -> kit.closing(listener.accept())), kit.start(() -> kit.closing(listener.accept())));
        accepting.get(0).awaitBlocked();
        accepting.get(1).awaitBlocked();

        for (String name : List.of("1", "2")) {
            NetworkStreamInterface connected = connecting(kit, listener).get();
            connected.write(Bytes.ascii(name));
        }
        byte[] first = accepting.get(0).get().read(1);
        byte[] second = accepting.get(1).get().read(1);
        Expect.equal('1' + '2', first[0] + second[0], "the sum of what the two accepted streams read");
    }

    @Behaviour(
            id = "LSN_13",
            rule = Rule.D18,
            title = "connecting to a listener that is closed is refused",
            hint = "a listener that the backend has closed, but not the system",
            needs = Capability.LISTEN)
    static void closedListenersRefuse(CaseContext kit) throws Exception {
        NetworkBackendInterface backend = kit.backend();
        NetworkListenerInterface listener = listen(kit);
        listener.close();

        Expect.failure(ConnectException.class, () -> kit.closing(backend.connect(listener.getLocalAddress())));
    }

    @Behaviour(
            id = "LSN_14",
            rule = Rule.D3,
            title = "listen under an expired deadline times out, and the address stays free",
            hint = "the check of the deadline at the beginning of listen",
            needs = Capability.LISTEN)
    static void listenUnderAnExpiredDeadline(CaseContext kit) throws Exception {
        NetworkBackendInterface backend = kit.backend();
        SocketAddress address = freeAddress(kit);

        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.timeoutAtOnce(() -> kit.closing(backend.listen(address)));
        }
        expectFree(kit, backend, address);
    }

    @Behaviour(
            id = "LSN_15",
            rule = Rule.D8,
            title = "listen with the interrupt flag set fails immediately and keeps it, and the address stays free",
            hint = "the check of the flag at the beginning of listen",
            needs = Capability.LISTEN)
    static void listenFindsTheFlagSet(CaseContext kit) throws Exception {
        NetworkBackendInterface backend = kit.backend();
        SocketAddress address = freeAddress(kit);

        Thread.currentThread().interrupt();
        try {
            Expect.interrupted(() -> kit.closing(backend.listen(address)));
        } finally {
            Thread.interrupted();
        }
        expectFree(kit, backend, address);
    }

    /** Returns an address that a listener has used, and that is free again. */
    private static SocketAddress freeAddress(CaseContext kit) throws IOException {
        NetworkListenerInterface before = listen(kit);
        SocketAddress address = before.getLocalAddress();
        before.close();
        return address;
    }

    private static void expectFree(CaseContext kit, NetworkBackendInterface backend, SocketAddress address)
            throws IOException {
        NetworkListenerInterface after = kit.closing(backend.listen(address));
        Expect.equal(address, after.getLocalAddress(), "the local address");
    }

    private static NetworkListenerInterface listen(CaseContext kit) throws IOException {
        return kit.closing(kit.fixture().bind());
    }

    private static BackgroundCall<NetworkStreamInterface> connecting(CaseContext kit, NetworkListenerInterface listener)
            throws IOException {
        NetworkBackendInterface backend = kit.backend();
        return kit.start(() -> kit.closing(backend.connect(listener.getLocalAddress())));
    }

    /**
     * A connect may last until the connection is accepted. The data probably arrives in time, but the case does not rely on
     * it.
     */
    private static BackgroundCall<?> writeOnceConnected(
            CaseContext kit, BackgroundCall<NetworkStreamInterface> connecting) {
        return kit.start(() -> {
            connecting.get().write(Bytes.ascii("early"));
            return null;
        });
    }

    private static Ends connect(CaseContext kit, NetworkListenerInterface listener) throws Exception {
        return connect(kit, kit.backend(), listener);
    }

    private static Ends connect(CaseContext kit, NetworkBackendInterface backend, NetworkListenerInterface listener)
            throws Exception {
        BackgroundCall<NetworkStreamInterface> connecting =
                kit.start(() -> kit.closing(backend.connect(listener.getLocalAddress())));
        NetworkStreamInterface accepted = kit.closing(listener.accept());
        return new Ends(connecting.get(), accepted);
    }

    private static void roundTrip(Ends ends) throws IOException {
        ends.connected().write(Bytes.ascii("ping"));
        Expect.sameBytes(Bytes.ascii("ping"), Bytes.read(ends.accepted(), 4), "the data that the accepted stream read");
        ends.accepted().write(Bytes.ascii("pong"));
        Expect.sameBytes(
                Bytes.ascii("pong"), Bytes.read(ends.connected(), 4), "the data that the connected stream read");
    }

    private static SocketAddress address(NetworkStreamInterface stream, ExtraInfo<SocketAddress> key) {
        return Objects.requireNonNull(stream.getExtraInfo(key).orElse(null), "no " + key.name() + " in " + stream);
    }
}
