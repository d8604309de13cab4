// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Writes end at their deadline, and close the stream. */
final class WriteDeadlineCases {
    private static final int MAX_TRIES = 10;

    private WriteDeadlineCases() {}

    @Behaviour(
            id = "DLW_01",
            rule = Rule.D17,
            title = "a write to a peer that does not read times out when its deadline passes",
            hint = "the end of a blocked write: SO_TIMEOUT bounds only reads",
            needs = Capability.BACKPRESSURE)
    static void aWriteTimesOut(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        timedOutWrite(connection);
        Expect.that(!Thread.currentThread().isInterrupted(), "the interrupt flag is set after a write that timed out");
    }

    @Behaviour(
            id = "DLW_02",
            rule = Rule.D3,
            title =
                    "under an expired deadline, a write times out although there is room, sends nothing, and the stream stays usable",
            hint = "Timeout.check before the first system call of write")
    static void anExpiredWriteSendsNothing(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        UnderDeadline.expired(() -> connection.stream().write(Bytes.ascii("abc")));
        UnderDeadline.expired(() -> connection.stream().write(ByteBuffer.allocateDirect(3)));
        connection.stream().write(Bytes.ascii("def"));
        connection.stream().close();
        Expect.sameBytes(Bytes.ascii("def"), connection.peer().readAll(), "the data that the peer read");
    }

    @Behaviour(
            id = "DLW_03",
            rule = Rule.D17,
            title = "a write to a peer that reads slowly times out when its deadline passes",
            hint = "a timeout that is set before each partial write must be the remaining time",
            needs = Capability.BACKPRESSURE)
    static void oneDeadlineCoversAllPartialWrites(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.filled(2 * Bytes.MORE_THAN_BUFFERED, 'p'); // the peer also reads meanwhile
        Duration deadline = TckTimes.moment().multipliedBy(4);
        // Enough at a time for a full TCP buffer to get room repeatedly, well within the deadline.
        connection.peer().drain(128 * 1024, deadline.dividedBy(60));

        UnderDeadline.timesOut(deadline, () -> connection.stream().write(data));
    }

    @Behaviour(
            id = "DLW_04",
            rule = Rule.STREAM,
            title = "a long write that meets its deadline arrives as it was written",
            hint = "partial writes under a deadline: bytes that are repeated or skipped between two of them")
    static void aWriteThatMeetsItsDeadline(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(12 << 20, 4);
        BackgroundCall<byte[]> received = kit.start(connection.peer()::readAll);

        try (Timeout deadline = Timeout.after(TckTimes.slack().multipliedBy(4))) {
            connection.stream().write(data);
        }
        connection.stream().close();
        Expect.sameBytes(data, received.get(), "the data that the peer read");
    }

    @Behaviour(
            id = "DLW_05",
            rule = Rule.D2,
            title =
                    "after a write that timed out, the stream is closed: each call fails immediately, and not with a timeout",
            hint = "a write that times out: close the connection, and remember that it is closed",
            needs = Capability.BACKPRESSURE)
    static void theStreamIsBrokenAfterwards(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("waiting");
        timedOutWrite(connection);

        Expect.that(!connection.stream().isOpen(), "the stream is open after a write that timed out");
        Expect.soon(() -> Expect.broken(() -> connection.stream().write(Bytes.ascii("more"))));
        Expect.soon(() -> Expect.broken(() -> connection.stream().read(10)));
        try (Timeout expired = Timeout.after(Duration.ZERO)) {
            Expect.soon(() -> Expect.broken(() -> connection.stream().write(Bytes.ascii("more"))));
            Expect.soon(() -> Expect.broken(() -> connection.stream().read(10)));
        }
        Expect.closes(connection.stream());
    }

    @Behaviour(
            id = "DLW_06",
            rule = Rule.D2,
            title = "after a write that timed out, the caller may change its data: the change is not sent",
            hint = "helper threads that continue to write the caller's array after the deadline",
            needs = Capability.BACKPRESSURE)
    static void theDataBelongsToTheCallerAgain(CaseContext kit) throws Exception {
        for (ByteBuffer data : buffers()) {
            expectNothingOfAChange(kit.connect(), data, stream -> stream.write(data));
        }
        byte[] array = Bytes.plenty();
        expectNothingOfAChange(kit.connect(), ByteBuffer.wrap(array), stream -> stream.write(array));
    }

    private interface Write {
        void to(NetworkStreamInterface stream) throws IOException;
    }

    private static void expectNothingOfAChange(StreamAndPeer connection, ByteBuffer data, Write write)
            throws Exception {
        fill(data, 'A');
        cutOff(connection, () -> write.to(connection.stream()));

        fill(data, 'B');
        expectOnly('A', connection.peer().input());
    }

    private static List<ByteBuffer> buffers() {
        return List.of(ByteBuffer.wrap(Bytes.plenty()), ByteBuffer.allocateDirect(Bytes.MORE_THAN_BUFFERED));
    }

    private static void fill(ByteBuffer buffer, char with) {
        buffer.clear().put(Bytes.filled(buffer.capacity(), with)).flip();
    }

    /** Reads until the connection ends or breaks, or all data has arrived. */
    private static void expectOnly(char required, InputStream input) {
        byte[] piece = new byte[64 * 1024];
        try {
            int total = 0;
            while (total < Bytes.MORE_THAN_BUFFERED) {
                int n = input.read(piece);
                if (n < 0) {
                    return;
                }
                byte[] same = Bytes.filled(n, required);
                Expect.sameBytes(
                        same, Arrays.copyOf(piece, n), "the data that the peer read from byte " + total + " on");
                total += n;
            }
        } catch (IOException e) {
            // the end of an aborted connection
        }
    }

    @Behaviour(
            id = "DLW_07",
            rule = Rule.D2,
            level = Level.RECOMMENDED,
            title = "a write that timed out leaves its buffer's limit, and its position between the old one and that",
            hint = "duplicates and slices of the caller's buffer, and its position and limit when the write fails",
            needs = Capability.BACKPRESSURE)
    static void thePositionTellsHowFarAtMost(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        ByteBuffer data = ByteBuffer.wrap(Bytes.plenty());
        int limit = data.capacity() - 5;
        data.position(3).limit(limit);
        cutOff(connection, () -> connection.stream().write(data));

        Expect.equal(limit, data.limit(), "the limit of a buffer whose write timed out");
        Expect.that(
                data.position() >= 3 && data.position() <= limit,
                "the position of a buffer whose write timed out is " + data.position() + "; 3 to " + limit
                        + " was required");
    }

    @Behaviour(
            id = "DLW_08",
            rule = Rule.D2,
            title = "a reader without deadline on another thread gets the failure of the stream, not a timeout",
            hint = "the thread whose deadline has passed; the failure of a blocked read when the connection is closed",
            needs = Capability.BACKPRESSURE)
    static void theReaderLearnsThatItIsClosed(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<byte[]> reader =
                kit.start(() -> connection.stream().read(10)).awaitBlocked();
        timedOutWrite(connection);

        Expect.broken(reader.failure());
    }

    @Behaviour(
            id = "DLW_09",
            rule = Rule.D2,
            title = "a write that timed out never accesses its buffer again, even if the peer reads later",
            hint = "helper threads that move the position of the caller's buffer after the deadline",
            needs = Capability.BACKPRESSURE)
    static void theBufferIsLeftAlone(CaseContext kit) throws Exception {
        for (ByteBuffer data : buffers()) {
            StreamAndPeer connection = kit.connect();
            fill(data, 'A');
            cutOff(connection, () -> connection.stream().write(data));

            fill(data, 'B');
            data.position(3).limit(data.capacity() - 5);
            expectOnly('A', connection.peer().input());
            connection.stream().close();
            Expect.equal(3, data.position(), "the position of a buffer whose write timed out before it was set");
            Expect.equal(
                    data.capacity() - 5, data.limit(), "the limit of a buffer whose write timed out before it was set");
            byte[] after = new byte[data.capacity()];
            data.clear().get(after);
            Expect.sameBytes(
                    Bytes.filled(after.length, 'B'), after, "a buffer whose write timed out before it was filled");
        }
    }

    private static void timedOutWrite(StreamAndPeer connection) throws Exception {
        byte[] data = Bytes.plenty();
        cutOff(connection, () -> connection.stream().write(data));
    }

    /** Repeats a write whose deadline had passed before it began, on a busy machine: such a write changes nothing. */
    private static void cutOff(StreamAndPeer connection, Expect.Call write) throws Exception {
        int tries = 0;
        do {
            UnderDeadline.timesOut(TckTimes.moment(), write);
            tries++;
        } while (connection.stream().isOpen() && tries < MAX_TRIES);
    }
}
