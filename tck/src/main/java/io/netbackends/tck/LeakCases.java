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

/** Calls leave neither descriptors nor threads behind, however they end; to be run in a JVM where nothing else happens. */
final class LeakCases {
    private static final Duration SHORT = Duration.ofMillis(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int RACES = 4; // each takes as long as the backend waits before it tries the second address

    private LeakCases() {}

    /** What the peer of a handshake does instead of its part. */
    private interface Misdeed {
        void with(FarEnd peer) throws Exception;
    }

    /** What to do with one connection, which is closed afterwards. */
    private interface Use {
        void with(NetworkStreamInterface stream, FarEnd peer) throws Exception;
    }

    @Behaviour(
            id = "LEAK_01",
            rule = Rule.D19,
            title = "500 connections that were used and closed leave no descriptor",
            look = "what close frees",
            needs = Capability.DESCRIPTORS)
    static void usedConnections(Lab lab) throws Exception {
        TckListener listener = lab.listen();
        Leaks.assertNoDescriptorIsLeft(
                500,
                () -> connect(lab, listener, (stream, peer) -> {
                    stream.write(Bytes.ascii("x"));
                    peer.output().write(peer.input().read());
                    Expect.sameBytes(Bytes.ascii("x"), stream.read(1), "what came back");
                }));
    }

    @Behaviour(
            id = "LEAK_02",
            rule = Rule.D19,
            title = "500 connects that are refused, and 100 to a host that is unknown, leave no descriptor",
            look = "the socket of an attempt that failed",
            needs = {Capability.DESCRIPTORS, Capability.INTERNET_ADDRESSES})
    static void failedConnects(Lab lab) throws Exception {
        InetSocketAddress nobody = TcpListener.nobodyAt(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), lab);
        Leaks.assertNoDescriptorIsLeft(
                500,
                () -> Expect.failure(
                        ConnectException.class, () -> lab.closing(lab.backend().connect(nobody))));
        if (lab.has(Capability.HOST_RESOLVER)) {
            Leaks.assertNoDescriptorIsLeft(
                    100,
                    () -> Expect.failure(
                            UnknownHostException.class,
                            () -> lab.closing(lab.fixture()
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
            look = "the sockets of attempts that were given up while they waited",
            needs = {Capability.DESCRIPTORS, Capability.FULL_BACKLOG})
    static void connectsGivenUp(Lab lab) throws Exception {
        TckListener full = lab.listen();
        full.fillBacklog();
        Leaks.assertNoDescriptorIsLeft(50, () -> {
            try (Timeout deadline = Timeout.after(SHORT)) {
                Expect.failure(
                        NetworkTimeoutException.class,
                        () -> lab.closing(lab.fixture().connect(full)));
            }
        });
        if (lab.has(Capability.HOST_RESOLVER) && lab.has(Capability.INTERNET_ADDRESSES)) {
            loseRaces(lab, (InetSocketAddress) full.address());
        }
        if (lab.interruptsWake()) {
            Leaks.assertNoDescriptorIsLeft(20, () -> {
                Task<Throwable> connecting = lab.start(
                        () -> Expect.interrupted(() -> lab.closing(lab.fixture().connect(full))));
                connecting.awaitBlocked();
                connecting.thread().interrupt();
                connecting.get();
            });
        }
    }

    @Behaviour(
            id = "LEAK_04",
            rule = Rule.D19,
            title = "handshakes that fail, time out or are cut off, 25 of each, leave no descriptor",
            look = "what closes the stream after a startTls that failed",
            needs = {Capability.DESCRIPTORS, Capability.TLS})
    static void failedHandshakes(Lab lab) throws Exception {
        TckListener listener = lab.listen();
        SSLContext context = SSLContext.getDefault();
        List<NetworkStreamInterface> streams = new ArrayList<>();
        Leaks.assertNoDescriptorIsLeft(25, () -> {
            streams.add(handshake(
                    lab,
                    listener,
                    context,
                    SSLException.class,
                    HOUR,
                    peer -> peer.output().write(Bytes.ascii("HTTP/1.1 400 Bad Request\r\n\r\n"))));
            streams.add(handshake(lab, listener, context, NetworkTimeoutException.class, SHORT, peer -> {}));
            streams.add(handshake(lab, listener, context, IOException.class, HOUR, FarEnd::close));
        });
        for (NetworkStreamInterface stream : streams) { // held until now, lest the garbage collector close them
            Expect.that(!stream.isOpen(), "a stream is open after its handshake failed");
        }
    }

    @Behaviour(
            id = "LEAK_05",
            rule = Rule.D19,
            title = "close that races with read and startTls, 60 times, leaves no descriptor",
            look = "what is opened, or made, after close has looked",
            needs = {Capability.DESCRIPTORS, Capability.TLS})
    static void racingCloses(Lab lab) throws Exception {
        TckListener listener = lab.listen();
        SSLContext context = SSLContext.getDefault();
        int[] round = {0};
        Leaks.assertNoDescriptorIsLeft(60, () -> {
            int i = round[0]++;
            connect(lab, listener, (stream, peer) -> {
                Task<?> call = lab.start(() -> {
                    if (i % 2 == 0) {
                        return stream.read(1);
                    }
                    stream.startTls(context, "localhost");
                    return null;
                });
                Peer.pause(Duration.ofMillis(i % 7));
                stream.close();
                Expect.failure(NetworkStreamClosedException.class, call.failure());
            });
        });
    }

    @Behaviour(
            id = "LEAK_06",
            rule = Rule.D19,
            title = "thousands of calls with deadlines leave no thread, whether they timed out or were in time",
            look = "a watchdog for each call; one for all is enough, and must end or be a daemon")
    static void threadsOfDeadlines(Lab lab) throws Exception {
        TckListener listener = lab.listen();
        byte[] tooMuch = Bytes.plenty();
        Leaks.assertNoThreadIsLeft(() -> {
            connect(
                    lab,
                    listener,
                    (stream, peer) -> repeat(500, () -> {
                        try (Timeout deadline = Timeout.after(Duration.ofMillis(1))) {
                            Expect.failure(NetworkTimeoutException.class, () -> stream.read(1));
                        }
                    }));
            connect(
                    lab,
                    listener,
                    (stream, peer) -> repeat(200, () -> {
                        try (Timeout deadline = Timeout.after(HOUR)) {
                            stream.write(Bytes.ascii("x"));
                            peer.output().write(peer.input().read());
                            stream.read(1);
                        }
                    }));
            if (lab.has(Capability.BACKPRESSURE)) {
                repeat(
                        30,
                        () -> connect(lab, listener, (stream, peer) -> {
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
            title = "20 threads at a time that wait within deadlines, each on a stream of its own, leave no descriptor",
            look = "selectors and the like that a thread keeps after its stream has gone",
            needs = Capability.DESCRIPTORS)
    static void waitsOfManyThreads(Lab lab) throws Exception {
        TckListener listener = lab.listen();
        Leaks.assertNoDescriptorIsLeft(2, () -> {
            List<Connection> connections = new ArrayList<>();
            List<Task<?>> tasks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                NetworkStreamInterface stream = lab.fixture().connect(listener);
                connections.add(new Connection(stream, new Peer(listener.accept(), lab)));
                tasks.add(lab.start(() -> {
                    try (Timeout deadline = Timeout.after(SHORT)) {
                        return Expect.failure(NetworkTimeoutException.class, () -> stream.read(1));
                    }
                }));
            }
            for (Task<?> task : tasks) {
                task.get();
            }
            for (Connection connection : connections) {
                connection.stream().close();
                connection.peer().close();
            }
        });
    }

    /** The first address of the name lets connects wait, so that the second one wins. */
    private static void loseRaces(Lab lab, InetSocketAddress full) throws Exception {
        InetAddress second = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        TckListener winner = lab.closing(TcpListener.on(second, full.getPort()));
        NetworkBackendInterface backend = lab.fixture().backend(host -> List.of(full.getAddress(), second));
        Leaks.assertNoDescriptorIsLeft(RACES, () -> {
            backend.connect("two.addresses.example", full.getPort()).close();
            winner.accept().close();
        });
    }

    /** A handshake that fails, of a stream that nobody closes then: it has to be closed by itself. */
    private static NetworkStreamInterface handshake(
            Lab lab,
            TckListener listener,
            SSLContext context,
            Class<? extends Exception> failure,
            Duration within,
            Misdeed misdeed)
            throws Exception {
        NetworkStreamInterface stream = lab.fixture().connect(listener);
        try (FarEnd peer = listener.accept();
                Timeout deadline = Timeout.after(within)) {
            misdeed.with(peer);
            Expect.failure(failure, () -> stream.startTls(context, "localhost"));
        }
        return stream;
    }

    private static void connect(Lab lab, TckListener listener, Use use) throws Exception {
        try (NetworkStreamInterface stream = lab.fixture().connect(listener);
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
