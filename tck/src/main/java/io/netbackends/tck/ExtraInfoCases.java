// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/** The properties of a stream. */
final class ExtraInfoCases {
    private static final List<ExtraInfo<?>> KEYS = List.of(
            ExtraInfo.CLIENT_ADDR,
            ExtraInfo.SERVER_ADDR,
            ExtraInfo.SSL_OBJECT,
            ExtraInfo.SSL_SESSION,
            ExtraInfo.SOCKET,
            ExtraInfo.PEER_CREDENTIALS);

    private ExtraInfoCases() {}

    @Behaviour(
            id = "INFO_01",
            rule = Rule.STREAM,
            title = "the addresses are those that the peer sees, swapped",
            hint = "client_addr and server_addr swapped, or an address read before the socket had one",
            needs = Capability.END_TO_END)
    static void addressesAreThePeers(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        expectAddresses(connection);

        if (kit.has(Capability.INTERNET_ADDRESSES)) {
            Optional<TckListener> listener = onIpv6Loopback(kit);
            if (listener.isPresent()) {
                int port = ((InetSocketAddress) listener.get().address()).getPort();
                NetworkStreamInterface stream = kit.closing(kit.backend().connect("::1", port));
                expectAddresses(new StreamAndPeer(stream, kit.accept(listener.get())));
            }
        }
    }

    private static void expectAddresses(StreamAndPeer connection) {
        FarEnd far = connection.peer().end();
        expectInfo(far.remoteAddress(), connection.stream(), ExtraInfo.CLIENT_ADDR);
        expectInfo(far.localAddress(), connection.stream(), ExtraInfo.SERVER_ADDR);
    }

    private static void expectInfo(Object expected, NetworkStreamInterface stream, ExtraInfo<?> key) {
        Object value = stream.getExtraInfo(key.name());
        Expect.that(value != null, key + " is absent; " + expected + " was required");
        Expect.that(expected.equals(value), key + " is " + value + "; " + expected + " was required");
    }

    /** Does nothing on a machine without IPv6. */
    private static Optional<TckListener> onIpv6Loopback(CaseContext kit) throws IOException {
        TckListener listener;
        try {
            listener = TcpListener.on(InetAddress.getAllByName("::1")[0], 0);
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(kit.closing(listener));
    }

    @Behaviour(
            id = "INFO_02",
            rule = Rule.STREAM,
            title = "a key that the stream does not know has no value",
            hint = "a switch over the keys that throws for unknown ones")
    static void anUnknownKeyHasNoValue(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        for (String key : List.of("", "no_such_key", "CLIENT_ADDR", "client_addr ")) {
            Object value = stream.getExtraInfo(key);
            Expect.that(value == null, "the value of unknown key \"" + key + "\" is " + value + "; null was required");
        }
    }

    @Behaviour(
            id = "INFO_03",
            rule = Rule.STREAM,
            title = "a closed stream still has its properties",
            hint = "addresses that are read from a closed socket",
            needs = Capability.END_TO_END)
    static void aClosedStreamStillAnswers(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        connection.stream().close();

        expectAddresses(connection);
        for (ExtraInfo<?> key : KEYS) {
            connection.stream().getExtraInfo(key);
        }
    }

    @Behaviour(
            id = "INFO_04",
            rule = Rule.STREAM,
            title = "there are no TLS properties before TLS is started",
            hint = "an engine that exists before startTls")
    static void nothingAboutTlsBeforeIt(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        for (ExtraInfo<?> key : List.of(ExtraInfo.SSL_OBJECT, ExtraInfo.SSL_SESSION)) {
            Object value = stream.getExtraInfo(key.name());
            Expect.that(value == null, key + " is " + value + " before startTls; null was required");
        }
    }

    @Behaviour(
            id = "INFO_05",
            rule = Rule.STREAM,
            level = Level.RECOMMENDED,
            needs = Capability.INTERNET_ADDRESSES,
            title = "TCP_NODELAY is on",
            hint = "a socket whose small writes wait for the peer's acknowledgement")
    static void noDelay(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        Object raw = stream.getExtraInfo(ExtraInfo.SOCKET.name());
        Object noDelay;
        if (raw instanceof Socket socket) {
            noDelay = socket.getTcpNoDelay();
        } else if (raw instanceof SocketChannel channel) {
            noDelay = channel.getOption(StandardSocketOptions.TCP_NODELAY);
        } else {
            throw new SkippedCase("socket is " + raw + ", whose options cannot be read");
        }
        Expect.equal(true, noDelay, "TCP_NODELAY");
    }

    @Behaviour(
            id = "INFO_10",
            rule = Rule.STREAM,
            title = "each value has its key's type, and stays the same while data is exchanged",
            hint = "a new value for each call; an address as text")
    static void valuesHaveTheirKeysType(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        for (ExtraInfo<?> key : KEYS) {
            Optional<?> before = info(connection.stream(), key);
            connection.stream().write(Bytes.ascii("x"));
            connection.peer().readExactly(1);
            connection.peer().send("y");
            Expect.sameBytes(Bytes.ascii("y"), connection.stream().read(1), "the data read");
            Expect.equal(before, info(connection.stream(), key), "the value of " + key + " after reading and writing");
        }
    }

    private static Optional<?> info(NetworkStreamInterface stream, ExtraInfo<?> key) {
        try {
            return stream.getExtraInfo(key);
        } catch (ClassCastException e) {
            throw new AssertionError(
                    "the value of " + key + " is no " + key.type().getName(), e);
        }
    }
}
