// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/** One reader and one writer at a time, neither waiting for the other; close wakes both. */
final class ConcurrencyCases {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long STEP_ASIDE_NANOS = 10_000;

    private ConcurrencyCases() {}

    @Behaviour(
            id = "CON_01",
            rule = Rule.D18,
            title = "close wakes a blocked reader, which fails because the stream was closed on this side",
            hint = "close while another thread waits in read; the translation of the transport's failure")
    static void closeWakesTheReader(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<?> reader = reading(kit, connection.stream()).awaitBlocked();

        Expect.closes(connection.stream());
        Expect.closed(reader.failure());
    }

    @Behaviour(
            id = "CON_02",
            rule = Rule.D9,
            title = "close wakes a blocked writer and does not wait for it",
            hint = "a lock that close and write share",
            needs = Capability.BACKPRESSURE)
    static void closeWakesTheWriter(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<?> writer = clogging(kit, connection.stream());

        Expect.closes(connection.stream());
        Expect.closed(writer.failure());
    }

    @Behaviour(
            id = "CON_18",
            rule = Rule.D9,
            title = "shutdownOutput ends the write of another thread and does not affect reading, or it is refused",
            hint = "a lock that shutdownOutput and write share",
            needs = {Capability.BACKPRESSURE, Capability.HALF_CLOSE})
    static void shutdownOutputEndsTheWrite(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        BackgroundCall<?> writer = clogging(kit, stream);

        boolean refused = false;
        try {
            Expect.soon(stream::shutdownOutput);
            Expect.broken(writer.failure());
            Expect.broken(() -> stream.write(new byte[1]));
        } catch (IllegalStateException e) {
            refused = true;
            Expect.that(!writer.isDone(), "shutdownOutput was refused, but the write has ended");
        }
        connection.peer().send("on");
        Expect.sameBytes(Bytes.ascii("on"), Bytes.read(stream, 2), "the data read afterwards");
        if (refused) {
            Expect.closes(stream);
            Expect.closed(writer.failure());
        }
    }

    @Behaviour(
            id = "CON_03",
            rule = Rule.D18,
            title = "close wakes reader and writer with distant deadlines, and is not reported as a timeout",
            hint = "code that attributes each failure under a deadline to the deadline",
            needs = Capability.BACKPRESSURE)
    static void closeWakesThoseWithDeadlines(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.plenty();
        BackgroundCall<?> reader = kit.start(() -> {
            try (Timeout deadline = Timeout.after(LONG)) {
                return connection.stream().read(10);
            }
        });
        BackgroundCall<?> writer = kit.start(() -> {
            try (Timeout deadline = Timeout.after(LONG)) {
                connection.stream().write(data);
                return null;
            }
        });
        reader.awaitBlocked();
        writer.awaitBlocked();

        Expect.closes(connection.stream());
        Expect.closed(reader.failure());
        Expect.closed(writer.failure());
    }

    @Behaviour(
            id = "CON_04",
            rule = Rule.D18,
            title = "close ends a startTls under way, which reports that the stream was closed",
            hint = "close while the handshake waits for the peer; locks held for the whole handshake",
            needs = Capability.TLS)
    static void closeEndsTheHandshake(CaseContext kit) throws Exception {
        for (int i = 0; i < 10; i++) {
            StreamAndPeer connection = kit.connect();
            BackgroundCall<?> handshake = handshaking(kit, connection.stream());
            if (i % 2 == 0) { // otherwise the close comes at an arbitrary moment
                handshake.awaitBlocked();
            }
            Expect.closes(connection.stream());
            Expect.closed(handshake.failure());
        }
    }

    @Behaviour(
            id = "CON_05",
            rule = Rule.D9,
            title = "ten threads may close a stream together",
            hint = "the flag that lets only one call close; a second close that fails")
    static void manyCloseTogether(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        CountDownLatch go = new CountDownLatch(1);
        List<BackgroundCall<?>> closers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            closers.add(kit.start(() -> {
                go.await();
                connection.stream().close();
                return null;
            }));
        }
        go.countDown();
        for (BackgroundCall<?> closer : closers) {
            closer.get();
        }
        Expect.that(connection.peer().atEnd(), "the peer read a byte; the end was required");
    }

    @Behaviour(
            id = "CON_06",
            rule = Rule.D18,
            title = "readers that race with close all end, and report only that the stream is closed",
            hint = "the time between the check of the flag and the wait")
    static void readersRaceWithClose(CaseContext kit) throws Exception {
        for (int round = 0; round < 20; round++) {
            StreamAndPeer connection = kit.connect();
            CountDownLatch go = new CountDownLatch(1);
            List<BackgroundCall<?>> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                readers.add(kit.start(() -> {
                    go.await();
                    return readUntilClosed(connection.stream());
                }));
            }
            go.countDown();
            Expect.closes(connection.stream());
            for (BackgroundCall<?> reader : readers) {
                reader.get();
            }
            connection.peer().close();
        }
    }

    @Behaviour(
            id = "CON_08",
            rule = Rule.D9,
            title = "a second reader immediately gets an IllegalStateException, and the first gets its data",
            hint = "one reader at a time: one flag for each direction, cleared however the call ends")
    static void aSecondReaderIsRefused(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<byte[]> first = reading(kit, connection.stream()).awaitBlocked();

        Expect.soon(() -> Expect.failure(
                IllegalStateException.class, () -> connection.stream().read(10)));

        connection.peer().send("x");
        Expect.sameBytes(Bytes.ascii("x"), first.get(), "the data that the first reader got");
        connection.peer().send("y");
        Expect.sameBytes(Bytes.ascii("y"), connection.stream().read(10), "the data read afterwards");
    }

    @Behaviour(
            id = "CON_09",
            rule = Rule.D9,
            title = "a second writer immediately gets an IllegalStateException, and none of its bytes is sent",
            hint = "one writer at a time: one flag for each direction, cleared however the call ends",
            needs = Capability.BACKPRESSURE)
    static void aSecondWriterIsRefused(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(Bytes.MORE_THAN_BUFFERED, 9);
        BackgroundCall<?> first = kit.start(() -> {
            connection.stream().write(data);
            return null;
        });
        first.awaitBlocked();

        Expect.soon(() -> Expect.failure(
                IllegalStateException.class, () -> connection.stream().write(Bytes.ascii("intruder"))));

        Expect.sameBytes(data, connection.peer().readExactly(data.length), "the data that the peer read");
        first.get();
        connection.stream().write(Bytes.ascii("next"));
        Expect.sameBytes(Bytes.ascii("next"), connection.peer().readExactly(4), "the data that the peer read next");
    }

    @Behaviour(
            id = "CON_10",
            rule = Rule.D9,
            title = "a reader gets data while a writer is blocked, and a writer writes while a reader waits",
            hint = "a lock that reading and writing share",
            needs = Capability.BACKPRESSURE)
    static void readerAndWriterDoNotMeet(CaseContext kit) throws Exception {
        StreamAndPeer idle = kit.connect();
        BackgroundCall<byte[]> waiting = reading(kit, idle.stream()).awaitBlocked();
        Expect.soon(() -> idle.stream().write(Bytes.ascii("ping")));
        Expect.sameBytes(Bytes.ascii("ping"), idle.peer().readExactly(4), "the data that the peer read");
        idle.peer().send("pong");
        Expect.sameBytes(Bytes.ascii("pong"), waiting.get(), "the data that the waiting reader got");

        StreamAndPeer clogged = kit.connect();
        BackgroundCall<?> writer = clogging(kit, clogged.stream());
        BackgroundCall<byte[]> reader = reading(kit, clogged.stream());
        clogged.peer().send("x");
        Expect.sameBytes(Bytes.ascii("x"), reader.get(), "the data that the reader got beside a blocked writer");
        Expect.that(!writer.isDone(), "the write returned although the peer did not read; it was required to wait");
        clogged.stream().close();
        Expect.closed(writer.failure());
    }

    @Behaviour(
            id = "CON_11",
            rule = Rule.D9,
            title = "getExtraInfo, isOpen, toString and close do not wait for readers or writers",
            hint = "locks that these calls take",
            needs = Capability.BACKPRESSURE)
    static void questionsDoNotWait(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        BackgroundCall<?> writer = clogging(kit, stream);
        BackgroundCall<?> reader = reading(kit, stream).awaitBlocked();

        Expect.soon(() -> stream.getExtraInfo(ExtraInfo.SERVER_ADDR));
        Expect.soon(() -> stream.getExtraInfo("no such key"));
        Expect.soon(() -> Expect.that(stream.isOpen(), "isOpen() is false; the stream was not closed"));
        Expect.soon(() -> Expect.that(!stream.toString().isEmpty(), "toString() is empty"));
        Expect.closes(stream);
        Expect.closed(reader.failure());
        Expect.closed(writer.failure());
    }

    @Behaviour(
            id = "CON_12",
            rule = Rule.D9,
            title = "startTls while another thread reads is an IllegalStateException, and leaves the stream unchanged",
            hint = "startTls reserves both directions before it changes anything",
            needs = Capability.TLS)
    static void startTlsBesideAReader(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<byte[]> reader = reading(kit, connection.stream()).awaitBlocked();

        Expect.soon(() -> Expect.failure(
                IllegalStateException.class, () -> connection.stream().startTls(SSLContext.getDefault(), "localhost")));

        connection.peer().send("plain");
        Expect.sameBytes(Bytes.ascii("plain"), reader.get(), "the data that the reader got");
        connection.stream().write(Bytes.ascii("x"));
        Expect.sameBytes(Bytes.ascii("x"), connection.peer().readExactly(1), "the data that the peer read first");
    }

    @Behaviour(
            id = "CON_13",
            rule = Rule.D7,
            title = "of many streams, each with a deadline, those without data time out, and the others get their data",
            hint = "a timer that fires for a call other than its own")
    static void deadlinesHitTheirOwnStreams(CaseContext kit) throws Exception {
        Duration time = TckTimes.moment();
        List<BackgroundCall<?>> silent = new ArrayList<>();
        List<BackgroundCall<byte[]>> served = new ArrayList<>();
        List<StreamAndPeer> servers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            StreamAndPeer quiet = kit.connect();
            silent.add(kit.start(() -> {
                try (Timeout deadline = Timeout.after(time)) {
                    return Expect.timeout(time, () -> quiet.stream().read(10));
                }
            }));
            StreamAndPeer talking = kit.connect();
            servers.add(talking);
            served.add(kit.start(() -> {
                try (Timeout deadline = Timeout.after(LONG)) {
                    return talking.stream().read(1);
                }
            }));
        }
        for (BackgroundCall<?> task : silent) {
            task.get();
        }
        for (int i = 0; i < served.size(); i++) {
            servers.get(i).peer().send(new byte[] {(byte) i});
            Expect.sameBytes(new byte[] {(byte) i}, served.get(i).get(), "the data that reader no. " + i + " got");
        }
    }

    @Behaviour(
            id = "CON_15",
            rule = Rule.D1,
            title = "after a read that timed out, close ends the connection in an orderly way",
            hint = "a timeout that breaks the connection, or a helper thread that still reads")
    static void closeAfterATimedOutRead(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        Duration time = Duration.ofMillis(20);
        try (Timeout deadline = Timeout.after(time)) {
            Expect.timeout(time, () -> connection.stream().read(10));
        }
        connection.stream().write(Bytes.ascii("bye"));
        connection.stream().close();

        Expect.sameBytes(
                Bytes.ascii("bye"), connection.peer().readAll(), "the data that the peer read up to a clean end");
    }

    private static BackgroundCall<byte[]> reading(CaseContext kit, NetworkStreamInterface stream) {
        return kit.start(() -> stream.read(10));
    }

    /** A writer that is blocked, since the peer does not read. */
    private static BackgroundCall<?> clogging(CaseContext kit, NetworkStreamInterface stream) {
        byte[] data = Bytes.plenty();
        BackgroundCall<?> writer = kit.start(() -> {
            stream.write(data);
            return null;
        });
        return writer.awaitBlocked();
    }

    private static BackgroundCall<?> handshaking(CaseContext kit, NetworkStreamInterface stream) {
        return kit.start(() -> {
            stream.startTls(SSLContext.getDefault(), "localhost");
            return null;
        });
    }

    /** Reads repeatedly while another thread is reading, until the stream is closed; throws any other failure. */
    private static NetworkStreamClosedException readUntilClosed(NetworkStreamInterface stream) throws Exception {
        while (true) {
            try {
                byte[] data = stream.read(10);
                throw new AssertionError("read returned " + data.length + " bytes; the peer has sent nothing");
            } catch (IllegalStateException e) {
                LockSupport.parkNanos(STEP_ASIDE_NANOS);
            } catch (NetworkStreamClosedException e) {
                return e;
            }
        }
    }
}
