// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Calls leave neither descriptors nor threads behind, however they end; run in a separate JVM. */
final class LeakCases {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int RACES = 4; // each takes the time until the backend tries the second address

    private LeakCases() {}

    /** How the peer of a handshake misbehaves. */
    private interface Misdeed {
        void with(FarEnd peer) throws Exception;
    }

    /** Uses one connection, which is closed afterwards. */
    private interface Use {
        void with(NetworkStreamInterface stream, FarEnd peer) throws Exception;
    }

    @Behaviour(
            id = "LEAK_01",
            rule = Rule.D19,
            title = "500 connections that were used and closed leave no descriptor",
            hint = "the descriptors that close releases",
            needs = Capability.DESCRIPTORS)
    static void usedConnections(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        Leaks.assertNoDescriptorIsLeft(
                500,
                () -> connect(kit, listener, (stream, peer) -> {
                    stream.write(Bytes.ascii("x"));
                    peer.output().write(peer.input().read());
                    Expect.sameBytes(Bytes.ascii("x"), stream.read(1), "the echoed data");
                }));
    }

    @Behaviour(
            id = "LEAK_02",
            rule = Rule.D19,
            title = "500 connects that are refused, and 100 to a host that is unknown, leave no descriptor",
            hint = "the socket of a failed attempt",
            needs = {Capability.DESCRIPTORS, Capability.INTERNET_ADDRESSES})
    static void failedConnects(CaseContext kit) throws Exception {
        InetSocketAddress unused = TcpListener.unusedPort(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), kit);
        Leaks.assertNoDescriptorIsLeft(
                500,
                () -> Expect.failure(
                        ConnectException.class, () -> kit.closing(kit.backend().connect(unused))));
        if (kit.has(Capability.HOST_RESOLVER)) {
            Leaks.assertNoDescriptorIsLeft(
                    100,
                    () -> Expect.failure(
                            UnknownHostException.class,
                            () -> kit.closing(kit.fixture()
                                    .backend(host -> {
                                        throw new UnknownHostException(host);
                                    })
                                    .connect("nobody.invalid", 80))));
        }
    }

    @Behaviour(
            id = "LEAK_03",
            rule = Rule.D19,
            title = "connects that time out, lose a race, or are interrupted leave no descriptor",
            hint = "the sockets of abandoned attempts",
            needs = {Capability.DESCRIPTORS, Capability.FULL_BACKLOG})
    static void connectsGivenUp(CaseContext kit) throws Exception {
        TckListener full = kit.listen();
        full.fillBacklog();
        Leaks.assertNoDescriptorIsLeft(50, () -> {
            try (Timeout deadline = Timeout.after(SHORT)) {
                Expect.failure(
                        NetworkTimeoutException.class,
                        () -> kit.closing(kit.fixture().connect(full)));
            }
        });
        if (kit.has(Capability.HOST_RESOLVER) && kit.has(Capability.INTERNET_ADDRESSES)) {
            loseRaces(kit, (InetSocketAddress) full.address());
        }
        if (kit.interruptsWake()) {
            Leaks.assertNoDescriptorIsLeft(20, () -> {
                BackgroundCall<Throwable> connecting = kit.start(
                        () -> Expect.interrupted(() -> kit.closing(kit.fixture().connect(full))));
                connecting.awaitBlocked();
                connecting.thread().interrupt();
                connecting.get();
            });
        }
    }

    @Behaviour(
            id = "LEAK_04",
            rule = Rule.D19,
            title =
                    "handshakes that fail, time out or are interrupted by the peer's close, 25 of each, leave no descriptor",
            hint = "closing the stream after a failed startTls",
            needs = {Capability.DESCRIPTORS, Capability.TLS})
    static void failedHandshakes(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        SSLContext context = SSLContext.getDefault();
        List<NetworkStreamInterface> streams = new ArrayList<>();
        Leaks.assertNoDescriptorIsLeft(25, () -> {
            streams.add(handshake(
                    kit,
                    listener,
                    context,
                    SSLException.class,
                    HOUR,
                    peer -> peer.output().write(Bytes.ascii("HTTP/1.1 400 Bad Request\r\n\r\n"))));
            streams.add(handshake(kit, listener, context, NetworkTimeoutException.class, SHORT, peer -> {}));
            streams.add(handshake(kit, listener, context, IOException.class, HOUR, FarEnd::close));
        });
        for (NetworkStreamInterface stream :
                streams) { // referenced until now, so that the garbage collector does not close them
            Expect.that(!stream.isOpen(), "a stream is open after its handshake failed");
        }
    }

    @Behaviour(
            id = "LEAK_05",
            rule = Rule.D19,
            title = "close that races with read and startTls, 60 times, leaves no descriptor",
            hint = "resources that are opened after close has released the others",
            needs = {Capability.DESCRIPTORS, Capability.TLS})
    static void racingCloses(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        SSLContext context = SSLContext.getDefault();
        int[] round = {0};
        Leaks.assertNoDescriptorIsLeft(60, () -> {
            int i = round[0]++;
            connect(kit, listener, (stream, peer) -> {
                BackgroundCall<?> call = kit.start(() -> {
                    if (i % 2 == 0) {
                        return stream.read(1);
                    }
                    stream.startTls(context, "localhost");
                    return null;
                });
                ScriptedPeer.pause(Duration.ofMillis(i % 7));
                stream.close();
                Expect.failure(NetworkStreamClosedException.class, call.failure());
            });
        });
    }

    @Behaviour(
            id = "LEAK_06",
            rule = Rule.D19,
            title = "thousands of calls with deadlines leave no thread, whether they timed out or not",
            hint = "a watchdog for each call; one for all is enough, and must end or be a daemon")
    static void threadsOfDeadlines(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        byte[] tooMuch = Bytes.plenty();
        Leaks.assertNoThreadIsLeft(() -> {
            connect(
                    kit,
                    listener,
                    (stream, peer) -> repeat(500, () -> {
                        try (Timeout deadline = Timeout.after(Duration.ofMillis(1))) {
                            Expect.failure(NetworkTimeoutException.class, () -> stream.read(1));
                        }
                    }));
            connect(
                    kit,
                    listener,
                    (stream, peer) -> repeat(200, () -> {
                        try (Timeout deadline = Timeout.after(HOUR)) {
                            stream.write(Bytes.ascii("x"));
                            peer.output().write(peer.input().read());
                            stream.read(1);
                        }
                    }));
            if (kit.has(Capability.BACKPRESSURE)) {
                repeat(
                        30,
                        () -> connect(kit, listener, (stream, peer) -> {
                            try (Timeout deadline = Timeout.after(SHORT)) {
                                Expect.failure(NetworkTimeoutException.class, () -> stream.write(tooMuch));
                            }
                        }));
            }
        });
    }

    @Behaviour(
            id = "LEAK_09",
            rule = Rule.D19,
            title = "20 concurrent threads that wait under deadlines, each on its own stream, leave no descriptor",
            hint = "selectors or similar objects that a thread retains after its stream was closed",
            needs = Capability.DESCRIPTORS)
    static void waitsOfManyThreads(CaseContext kit) throws Exception {
        TckListener listener = kit.listen();
        Leaks.assertNoDescriptorIsLeft(2, () -> {
            List<StreamAndPeer> connections = new ArrayList<>();
            List<BackgroundCall<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                NetworkStreamInterface stream = kit.fixture().connect(listener);
                connections.add(new StreamAndPeer(stream, new ScriptedPeer(listener.accept(), kit)));
                tasks.add(kit.start(() -> {
                    try (Timeout deadline = Timeout.after(SHORT)) {
                        return Expect.failure(NetworkTimeoutException.class, () -> stream.read(1));
                    }
                }));
            }
            for (BackgroundCall<?> task : tasks) {
                task.get();
            }
            for (StreamAndPeer connection : connections) {
                connection.stream().close();
                connection.peer().close();
            }
        });
    }

    /** The first address of the name makes connects wait, so that the second one wins. */
    private static void loseRaces(CaseContext kit, InetSocketAddress full) throws Exception {
        InetAddress second = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        TckListener winner = kit.closing(TcpListener.on(second, full.getPort()));
        NetworkBackendInterface backend = kit.fixture().backend(host -> List.of(full.getAddress(), second));
        Leaks.assertNoDescriptorIsLeft(RACES, () -> {
            backend.connect("two.addresses.example", full.getPort()).close();
            winner.accept().close();
        });
    }

    /** A failed handshake, after which the stream must close itself: the caller does not. */
    private static NetworkStreamInterface handshake(
            CaseContext kit,
            TckListener listener,
            SSLContext context,
            Class<? extends Exception> failure,
            Duration within,
            Misdeed misdeed)
            throws Exception {
        NetworkStreamInterface stream = kit.fixture().connect(listener);
        try (FarEnd peer = listener.accept();
                Timeout deadline = Timeout.after(within)) {
            misdeed.with(peer);
            Expect.failure(failure, () -> stream.startTls(context, "localhost"));
        }
        return stream;
    }

    private static void connect(CaseContext kit, TckListener listener, Use use) throws Exception {
        try (NetworkStreamInterface stream = kit.fixture().connect(listener);
                FarEnd peer = listener.accept()) {
            use.with(stream, peer);
        }
    }

    private static void repeat(int times, Expect.Call call) throws Exception {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }
}
