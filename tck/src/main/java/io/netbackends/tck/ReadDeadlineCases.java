// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Reads end at their deadline, and lose nothing. */
final class ReadDeadlineCases {
    private static final Duration TRICKLE = Duration.ofMillis(20);

    private ReadDeadlineCases() {}

    @Behaviour(
            id = "DLR_01",
            rule = Rule.D17,
            title = "a read from a silent peer times out when its deadline passes, not before and not much later",
            hint = "the wait in read: at most Timeout.remainingNanos(), then Timeout.check")
    static void aReadTimesOut(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        UnderDeadline.timesOut(TckTimes.moment(), () -> connection.stream().read(10));
        Expect.that(!Thread.currentThread().isInterrupted(), "the interrupt flag is set after a read that timed out");
    }

    @Behaviour(
            id = "DLR_02",
            rule = Rule.D3,
            title = "under an expired deadline, a read times out even if data is available, and takes none of it",
            hint = "Timeout.check before the first system call of read, even if data is available")
    static void anExpiredReadTakesNothing(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("!hello");
        Expect.sameBytes(
                Bytes.ascii("!"), connection.stream().read(1), "the result of read(1)"); // the rest is available now

        UnderDeadline.expired(() -> connection.stream().read(5));
        UnderDeadline.expired(() -> connection.stream().read(ByteBuffer.allocateDirect(5)));
        Expect.sameBytes(Bytes.ascii("hello"), Bytes.read(connection.stream(), 5), "the data read afterwards");
    }

    @Behaviour(
            id = "DLR_03",
            rule = Rule.D1,
            title = "after a read that timed out, data passes in both directions",
            hint = "the connection after a read that timed out, which must stay open")
    static void theStreamStaysUsable(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        UnderDeadline.timesOut(TckTimes.moment(), () -> connection.stream().read(10));

        Expect.that(connection.stream().isOpen(), "the stream is closed after a read that timed out");
        connection.peer().echo();
        byte[] hello = Bytes.ascii("Hello, world!");
        connection.stream().write(hello);
        Expect.sameBytes(hello, Bytes.read(connection.stream(), hello.length), "the echoed data");
    }

    @Behaviour(
            id = "DLR_04",
            rule = Rule.D17,
            title = "one deadline covers many reads, from a peer that sends a byte now and then",
            hint = "a timeout that is set before each read must be the remaining time")
    static void oneDeadlineCoversManyReads(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        // The peer falls silent at the end, so that a backend that restarts its timeout is late, not blocked.
        long bytes = TckTimes.slack().plus(TckTimes.moment().multipliedBy(2)).dividedBy(TRICKLE);
        connection.peer().trickle(new byte[(int) bytes], TRICKLE);
        connection.stream().read(1);

        UnderDeadline.timesOut(TckTimes.moment().multipliedBy(2), () -> {
            while (true) {
                Expect.that(connection.stream().read(1).length == 1, "the stream ended");
            }
        });
    }

    @Behaviour(
            id = "DLR_05",
            rule = Rule.D17,
            title = "a deadline of less than a millisecond is not treated as no deadline",
            hint = "rounding to milliseconds: up, since 0 means no timeout for SO_TIMEOUT, select and poll")
    static void tinyDeadlines(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        long[] nanos = {
            1, 2, 5, 50, 100, 200, 500, 750, 1_000, 5_000, 25_000, 250_000, 500_000, 999_999, 1_000_000, 1_000_001,
            1_999_999, 5_000_000
        };
        for (long each : nanos) {
            for (int i = 0; i < 3; i++) {
                UnderDeadline.timesOut(
                        Duration.ofNanos(each), () -> connection.stream().read(10));
            }
        }
    }

    @Behaviour(
            id = "DLR_06",
            rule = Rule.D17,
            title = "huge deadlines neither pass immediately nor overflow",
            hint = "conversions of Timeout.remainingNanos() to int milliseconds, and sums of it and a clock reading")
    static void hugeDeadlines(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        List<Duration> huge = List.of(
                Duration.ofMillis(Integer.MAX_VALUE),
                Duration.ofMillis(Integer.MAX_VALUE + 1L),
                Duration.ofNanos(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
        for (Duration each : huge) {
            DelayedSend.send(kit, connection.peer(), "later", Duration.ZERO);
            byte[] data = UnderDeadline.time(each, () -> {
                connection.stream().write(Bytes.ascii("x"));
                return Bytes.read(connection.stream(), 5);
            });
            Expect.sameBytes(Bytes.ascii("later"), data, "the data read under a deadline of " + each);
        }
        connection.peer().readExactly(huge.size());
    }

    @Behaviour(
            id = "DLR_07",
            rule = Rule.D1,
            title = "reads that time out repeatedly lose no byte that arrives in between",
            hint = "helper threads that continue to read after the deadline, and buffers that are dropped with it")
    static void noByteIsLostAcrossTimeouts(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(256 * 1024, 7);
        UnderDeadline.timesOut(Duration.ofMillis(5), () -> connection.stream().read(10));
        kit.script(() -> sendWithPauses(connection.peer(), data));

        Expect.sameBytes(data, readWithShortDeadlines(connection.stream(), data.length), "the data read in all");
    }

    private static void sendWithPauses(ScriptedPeer peer, byte[] data) throws Exception {
        Random random = new Random(71);
        int next;
        for (int from = 0; from < data.length; from = next) {
            next = Math.min(data.length, from + 1 + random.nextInt(8 * 1024));
            peer.send(Arrays.copyOfRange(data, from, next));
            ScriptedPeer.pause(Duration.ofMillis(random.nextInt(11)));
        }
    }

    /** Stops after many consecutive timeouts, when the missing data will not arrive any more. */
    private static byte[] readWithShortDeadlines(NetworkStreamInterface stream, int count) throws Exception {
        Random random = new Random(72);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        int inVain = 0;
        while (received.size() < count && inVain < TckTimes.slack().toMillis()) {
            inVain++;
            try (Timeout deadline = Timeout.after(Duration.ofMillis(1 + random.nextInt(5)))) {
                byte[] piece = stream.read(1 + random.nextInt(8 * 1024));
                Expect.that(piece.length > 0, "the stream ended after " + received.size() + " bytes");
                received.writeBytes(piece);
                inVain = 0;
            } catch (NetworkTimeoutException e) {
                // the next read continues
            }
        }
        return received.toByteArray();
    }

    @Behaviour(
            id = "DLR_08",
            rule = Rule.D1,
            title = "a read that timed out never accesses its buffer again; later data goes to the next read",
            hint = "helper threads that continue to read into the caller's buffer after the deadline")
    static void theBufferIsLeftAlone(CaseContext kit) throws Exception {
        for (ByteBuffer buffer : List.of(ByteBuffer.allocate(32), ByteBuffer.allocateDirect(32))) {
            StreamAndPeer connection = kit.connect();
            byte[] before = Bytes.filled(32, 'A');
            buffer.put(before).position(5).limit(20);
            UnderDeadline.timesOut(TckTimes.moment(), () -> connection.stream().read(buffer));

            connection.peer().send("late data");
            byte[] late = UnderDeadline.time(TckTimes.slack(), () -> Bytes.read(connection.stream(), 9));
            Expect.sameBytes(Bytes.ascii("late data"), late, "the result of the next read");
            Expect.equal(5, buffer.position(), "the position of a buffer whose read timed out");
            Expect.equal(20, buffer.limit(), "the limit of a buffer whose read timed out");
            byte[] after = new byte[32];
            buffer.clear().get(after);
            Expect.sameBytes(before, after, "a buffer whose read timed out");
        }
    }

    @Behaviour(
            id = "DLR_09",
            rule = Rule.D19,
            title = "after its block has ended, a deadline bounds nothing",
            hint = "settings made for a deadline, such as SO_TIMEOUT or a watchdog: revert them in a finally block")
    static void nothingIsLeftOfTheDeadline(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        UnderDeadline.timesOut(TckTimes.moment(), () -> {
            connection.stream().write(Bytes.ascii("x"));
            connection.stream().read(10);
        });

        DelayedSend.send(kit, connection.peer(), "late", TckTimes.moment().multipliedBy(3));
        Expect.sameBytes(
                Bytes.ascii("late"), Bytes.read(connection.stream(), 4), "the result of a read without deadline");
        connection.stream().write(Bytes.ascii("y"));
        Expect.sameBytes(Bytes.ascii("xy"), connection.peer().readExactly(2), "the data that the peer read");
    }

    @Behaviour(
            id = "DLR_10",
            rule = Rule.D7,
            title = "a reader's deadline does not bound a writer on another thread",
            hint = "deadlines stored with the stream or the socket; a read that times out and disturbs a write")
    static void theWriterIsNotConcerned(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        AtomicLong received = new AtomicLong();
        // On a platform thread: two virtual threads that only wake each other would occupy a carrier thread.
        BackgroundCall<?> peer =
                kit.script(() -> received.set(connection.peer().input().transferTo(OutputStream.nullOutputStream())));
        BackgroundCall<NetworkTimeoutException> reader = kit.start(() -> UnderDeadline.timesOut(
                TckTimes.moment(), () -> connection.stream().read(10)));

        byte[] piece = new byte[16 * 1024];
        long written = 0;
        boolean timedOut = false;
        while (!timedOut || written < 1 << 20) {
            timedOut = reader.isDone(); // so that at least one write follows
            connection.stream().write(piece);
            written += piece.length;
        }
        reader.get();
        connection.stream().close();
        peer.get();
        Expect.equal(written, received.get(), "the number of bytes that the peer read");
    }

    @Behaviour(
            id = "DLR_11",
            rule = Rule.D1,
            title = "data that arrives just when the deadline passes is read once, by this read or the next",
            hint = "the time between the end of the wait and the result: data that arrives then must not be lost")
    static void dataAtTheDeadline(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        Duration moment = Duration.ofMillis(5);
        for (int round = 0; round < 50; round++) {
            byte[] data = {(byte) round};
            kit.script(() -> {
                ScriptedPeer.pause(moment);
                connection.peer().send(data);
            });
            Expect.sameBytes(data, readNowOrNext(connection.stream(), moment), "the data read in round " + round);
        }
    }

    private static byte[] readNowOrNext(NetworkStreamInterface stream, Duration moment) throws Exception {
        try {
            return UnderDeadline.time(moment, () -> stream.read(10));
        } catch (NetworkTimeoutException e) {
            return UnderDeadline.time(TckTimes.slack(), () -> stream.read(10));
        }
    }

    @Behaviour(
            id = "DLR_12",
            rule = Rule.D4,
            title = "under an expired deadline, the end of the stream is not reported; afterwards it is",
            hint = "the order of checks in read: the deadline comes before the end of the stream")
    static void anExpiredReadDoesNotSeeTheEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().close();

        UnderDeadline.expired(() -> connection.stream().read(10));
        Expect.endOfStream(connection.stream());
    }

    @Behaviour(
            id = "DLR_13",
            rule = Rule.D19,
            title = "twenty reads in a row time out, each at its own deadline",
            hint = "the rest of a deadline when the next one is set: a timer that fires late, a timeout on the socket")
    static void manyTimeoutsInARow(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        for (int i = 0; i < 20; i++) {
            UnderDeadline.timesOut(
                    Duration.ofMillis(10), () -> connection.stream().read(10));
        }
    }
}
