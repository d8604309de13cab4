// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same failure has the same type and the same details on each backend. */
final class ErrorCases {
    private ErrorCases() {}

    @Behaviour(
            id = "ERR_06",
            rule = Rule.D18,
            needs = Capability.INTERNET_ADDRESSES,
            title = "a refused connect is a ConnectException that names host and port",
            hint = "the platform's exception, passed on unchanged")
    static void refused(CaseContext kit) throws Exception {
        expectRefused(kit, "127.0.0.1", "127.0.0.1");
        try {
            TcpListener.unusedPort(InetAddress.getAllByName("::1")[0], kit);
        } catch (IOException e) {
            return; // this machine has no IPv6
        }
        expectRefused(kit, "::1", "[0:0:0:0:0:0:0:1]", "[::1]");
    }

    private static void expectRefused(CaseContext kit, String host, String... inMessage) throws Exception {
        int port =
                TcpListener.unusedPort(InetAddress.getAllByName(host)[0], kit).getPort();

        ConnectException failure = Expect.failure(ConnectException.class, () -> connectAndClose(kit, host, port));

        for (String shown : inMessage) {
            if (String.valueOf(failure.getMessage()).contains(shown + ":" + port)) {
                return;
            }
        }
        throw new AssertionError(
                "the message is \"" + failure.getMessage() + "\"; it must name " + inMessage[0] + ":" + port);
    }

    private static void connectAndClose(CaseContext kit, String host, int port) throws IOException {
        kit.backend().connect(host, port).close();
    }

    @Behaviour(
            id = "ERR_09",
            rule = Rule.D18,
            title = "a timeout, a close and a failed check have the types of the contract, and name the peer",
            hint = "exceptions of the platform that are passed on unchanged")
    static void kindsOfFailure(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        Map<Class<? extends Throwable>, Throwable> failures = new LinkedHashMap<>();

        NetworkTimeoutException timeout;
        try (Timeout deadline = Timeout.after(TckTimes.moment())) {
            timeout = Expect.failure(NetworkTimeoutException.class, () -> stream.read(1));
        }
        Expect.equal(TckTimes.moment(), timeout.duration(), "the duration that the timeout names");
        failures.put(NetworkTimeoutException.class, timeout);

        BackgroundCall<byte[]> read = kit.start(() -> stream.read(1)).awaitBlocked();
        stream.close();
        failures.put(NetworkStreamClosedException.class, read.failure());

        failures.forEach((type, failure) -> {
            Expect.equal(type, failure.getClass(), "the type of " + failure);
            expectPeerNamed(connection, failure);
        });
    }

    /** Only for kinds of addresses whose text the contract defines. */
    private static void expectPeerNamed(StreamAndPeer connection, Throwable failure) {
        String peer;
        if (connection.peer().end().localAddress() instanceof InetSocketAddress inet) {
            peer = ":" + inet.getPort();
        } else if (connection.peer().end().localAddress() instanceof UnixDomainSocketAddress unix) {
            peer = unix.getPath().toString();
        } else {
            return;
        }
        Expect.that(
                String.valueOf(failure.getMessage()).contains(peer),
                "the message is \"" + failure.getMessage() + "\"; it must name the peer, " + peer);
    }

    @Behaviour(
            id = "ERR_10",
            rule = Rule.D18,
            needs = Capability.RESET,
            title = "a reset is a SocketException that names the peer and has the native exception as its cause",
            hint = "a failure of the platform that is passed on unchanged, or whose cause is dropped")
    static void resetHasACause(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().reset();

        for (int i = 0; i < 2; i++) {
            SocketException failure = Expect.failure(
                    SocketException.class, () -> connection.stream().read(1));
            Expect.that(
                    !(failure instanceof NetworkStreamClosedException),
                    "a reset is reported as " + failure + "; that is for streams closed on this side");
            Expect.that(failure.getCause() != null, failure + " has no cause; the native exception was required");
            expectPeerNamed(connection, failure);
        }
    }

    @Behaviour(
            id = "ERR_12",
            rule = Rule.D19,
            needs = Capability.HOST_RESOLVER,
            title = "an unchecked exception of a resolver reaches the caller of connect",
            hint = "a catch of Exception around user code")
    static void uncheckedExceptionsPass(CaseContext kit) throws Exception {
        IllegalStateException own = new IllegalStateException("of the kit's resolver");

        Throwable thrown = Expect.failure(
                Throwable.class,
                () -> kit.fixture()
                        .backend(host -> {
                            throw own;
                        })
                        .connect("resolved.by.the.kit.invalid", 1)
                        .close());

        Throwable cause = thrown;
        while (cause != own && cause.getCause() != null) {
            cause = cause.getCause();
        }
        Expect.that(cause == own, "connect failed with " + thrown + "; " + own + " was required, or as its cause");
    }

    @Behaviour(
            id = "ERR_14",
            rule = Rule.D18,
            title = "each failure is a new exception",
            hint = "a stored exception that is thrown again, with the stack of another call")
    static void failuresAreFresh(CaseContext kit) throws Exception {
        NetworkStreamInterface stream = kit.connect().stream();
        try (Timeout deadline = Timeout.after(Duration.ZERO)) {
            expectFresh(
                    Expect.failure(NetworkTimeoutException.class, () -> stream.read(1)),
                    Expect.failure(NetworkTimeoutException.class, () -> stream.read(1)));
        }
        stream.close();
        expectFresh(Expect.closed(() -> stream.read(1)), Expect.closed(() -> stream.read(1)));

        if (kit.has(Capability.RESET)) {
            StreamAndPeer other = kit.connect();
            other.peer().reset();
            expectFresh(
                    Expect.broken(() -> other.stream().read(1)),
                    Expect.broken(() -> other.stream().read(1)));
        }
    }

    private static void expectFresh(IOException first, IOException second) {
        Expect.that(first != second, "two calls threw the same instance of " + first);
        boolean here = false;
        for (StackTraceElement frame : second.getStackTrace()) {
            here |= frame.getClassName().startsWith(ErrorCases.class.getName());
        }
        Expect.that(here, "the stack of " + second + " does not lead to the call that failed");
    }
}
