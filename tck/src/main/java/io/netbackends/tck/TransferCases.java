// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Bytes arrive once, in order, unchanged. */
final class TransferCases {
    private static final int MEBIBYTE = 1 << 20;

    private TransferCases() {}

    @Behaviour(
            id = "XFER_01",
            rule = Rule.STREAM,
            title = "one byte goes each way",
            hint = "the simplest read and write")
    static void oneByteGoesEachWay(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        connection.stream().write(Bytes.ascii("x"));
        Expect.sameBytes(Bytes.ascii("x"), connection.peer().readExactly(1), "the data that the peer read");

        connection.peer().send("y");
        Expect.sameBytes(Bytes.ascii("y"), connection.stream().read(1), "the result of read(1)");
    }

    @Behaviour(
            id = "XFER_02",
            rule = Rule.STREAM,
            title = "1 MiB written in small pieces arrives, then the end",
            hint = "incomplete writes; lost data that was written just before close")
    static void aMebibyteGoesOut(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(MEBIBYTE, 0);
        BackgroundCall<byte[]> received = kit.start(connection.peer()::readAll);

        writeInPieces(connection.stream(), data);
        connection.stream().close();

        Expect.sameBytes(data, received.get(), "the data that the peer read");
    }

    private static void writeInPieces(NetworkStreamInterface stream, byte[] data) throws IOException {
        for (int from = 0; from < data.length; from += 1024) {
            stream.write(Arrays.copyOfRange(data, from, from + 1024));
        }
    }

    @Behaviour(
            id = "XFER_03",
            rule = Rule.STREAM,
            title = "1 MiB is received, then the end",
            hint = "reads that return more than requested; data dropped when the peer closes")
    static void aMebibyteComesIn(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(MEBIBYTE, 0);
        kit.script(() -> {
            connection.peer().send(data);
            connection.peer().close();
        });

        Expect.sameBytes(data, Bytes.readAll(connection.stream(), 1024), "the result of read(1024) until the end");
    }

    @Behaviour(
            id = "XFER_04",
            rule = Rule.STREAM,
            title = "one huge write returns when all of it was accepted, and all of it arrives",
            hint = "a partial system call that is reported as success")
    static void aHugeWriteArrives(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        int size = Bytes.MORE_THAN_BUFFERED;
        byte[] data = Arrays.copyOf(Bytes.random(size, 0), size + 1);
        data[size] = 'e';
        BackgroundCall<?> written = kit.start(() -> {
            stream.write(ByteBuffer.wrap(data, 0, size));
            return null;
        });
        if (kit.has(Capability.BACKPRESSURE)) {
            awaitBlocked(written, "the write of " + size + " bytes, none of which was read");
        }
        BackgroundCall<byte[]> received = kit.start(connection.peer()::readAll);
        written.get();
        stream.write(Bytes.ascii("e"));
        stream.close();

        Expect.sameBytes(data, received.get(), "the data that the peer read");
    }

    /** Waits until the call blocks; fails if the call has returned already. */
    private static void awaitBlocked(BackgroundCall<?> task, String call) throws Exception {
        try {
            task.awaitBlocked();
        } catch (AssertionError e) {
            if (task.isDone()) {
                task.get();
                throw new AssertionError(call + ", returned; it was required to wait", e);
            }
            throw e;
        }
    }

    @Behaviour(
            id = "XFER_05",
            rule = Rule.STREAM,
            title = "a read returns the available bytes and does not wait for more",
            hint = "reads that loop until the buffer is full")
    static void aReadReturnsWhatIsThere(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("hello");

        byte[] data = kit.start(() -> connection.stream().read(1024)).get();

        Expect.that(data.length > 0, "read(1024) returned nothing; 1 to 5 bytes were required");
        byte[] rest = data.length < 5 ? Bytes.read(connection.stream(), 5 - data.length) : new byte[0];
        Expect.sameBytes(Bytes.ascii("hello"), joined(data, rest), "the data read");
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Behaviour(
            id = "XFER_06",
            rule = Rule.STREAM,
            title = "bytes that a read leaves go to the next read",
            hint = "a buffer of received bytes that is dropped after each read")
    static void theRemainderIsKept(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("abc");

        Expect.sameBytes(Bytes.ascii("a"), connection.stream().read(1), "the result of the first read(1)");
        Expect.sameBytes(Bytes.ascii("b"), connection.stream().read(1), "the result of the second read(1)");
        Expect.sameBytes(Bytes.ascii("c"), connection.stream().read(1), "the result of the third read(1)");
    }

    @Behaviour(
            id = "XFER_07",
            rule = Rule.STREAM,
            level = Level.RECOMMENDED,
            title = "a read of up to Integer.MAX_VALUE bytes uses no more memory than there is data",
            hint = "read(int) overridden with an array of maxBytes")
    static void aHugeMaximumCostsNothing(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("abc");

        byte[] first = connection.stream().read(Integer.MAX_VALUE);

        Expect.that(first.length > 0, "read(Integer.MAX_VALUE) returned nothing; 1 to 3 bytes were required");
        byte[] rest = first.length < 3 ? Bytes.read(connection.stream(), 3 - first.length) : new byte[0];
        Expect.sameBytes(Bytes.ascii("abc"), joined(first, rest), "the data read");
    }

    @Behaviour(
            id = "XFER_08",
            rule = Rule.STREAM,
            title = "writing nothing sends nothing and ends nothing",
            hint = "an empty write that is treated as the end of the output")
    static void anEmptyWriteSendsNothing(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();

        stream.write(new byte[0]);
        stream.write(ByteBuffer.allocate(0));
        stream.write(ByteBuffer.allocateDirect(8).limit(0));
        Expect.that(stream.isOpen(), "the stream is closed after writing nothing; it must stay open");
        stream.write(Bytes.ascii("y"));
        Expect.sameBytes(Bytes.ascii("y"), connection.peer().readExactly(1), "the data that the peer read");

        connection.peer().send("z");
        Expect.sameBytes(Bytes.ascii("z"), stream.read(1), "the data read after writing nothing");
        stream.close();
        Expect.that(connection.peer().atEnd(), "the peer got more than was written");
    }

    @Behaviour(
            id = "XFER_11",
            rule = Rule.STREAM,
            title = "a number is exchanged and grows by one each time",
            hint = "bytes that are delayed until more are written")
    static void pingPong(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        kit.script(() -> {
            while (true) {
                long number = number(connection.peer().readExactly(Long.BYTES));
                connection.peer().send(bytes(number + 1));
            }
        });

        for (long number = 0; number < 1000; number += 2) {
            connection.stream().write(bytes(number));
            long answer = number(Bytes.read(connection.stream(), Long.BYTES));
            Expect.equal(number + 1, answer, "the answer to " + number);
        }
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    private static long number(byte[] bytes) {
        Expect.that(bytes.length == Long.BYTES, bytes.length + " bytes came; 8 were required");
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Behaviour(
            id = "XFER_12",
            rule = Rule.STREAM,
            title = "1 MiB passes in each direction at the same time, in pieces of random size",
            hint = "a lock that reader and writer share; a write that waits for reads")
    static void fullDuplex(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] there = Bytes.random(MEBIBYTE, 0);
        byte[] back = Bytes.random(MEBIBYTE, 1);
        Random slices = new Random(2);
        Random reads = new Random(3);
        BackgroundCall<?> sending = kit.start(() -> {
            for (int from = 0, n; from < there.length; from += n) {
                n = Math.min(1 + slices.nextInt(16384), there.length - from);
                connection.stream().write(ByteBuffer.wrap(there, from, n));
            }
            return null;
        });
        BackgroundCall<byte[]> atPeer = kit.start(() -> connection.peer().readExactly(there.length));
        connection.peer().sendSliced(back, 5000);

        ByteBuffer received = ByteBuffer.allocate(back.length);
        while (received.hasRemaining()) {
            int most = Math.min(1 + reads.nextInt(16384), received.remaining());
            byte[] piece = connection.stream().read(most);
            Expect.that(piece.length > 0, "the stream ended after " + received.position() + " bytes of 1 MiB");
            received.put(piece);
        }

        Expect.sameBytes(back, received.array(), "the data read");
        sending.get();
        Expect.sameBytes(there, atPeer.get(), "the data that the peer read");
    }

    @Behaviour(
            id = "XFER_13",
            rule = Rule.STREAM,
            title = "pieces of any size are read in pieces of any other",
            hint = "a buffer of received bytes whose position and limit get lost")
    static void piecesOfAnySize(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        for (int slice = 1, most = 16384; slice <= 16384; slice *= 2, most /= 2) {
            byte[] data = Bytes.random(Math.min(60_000, 4000 * slice), slice);
            connection.peer().sendSliced(data, slice);
            byte[] received = Bytes.read(connection.stream(), data.length, most);
            Expect.sameBytes(data, received, "what read(" + most + ") returned of pieces of " + slice + " bytes");
        }
    }

    @Behaviour(
            id = "XFER_20",
            rule = Rule.STREAM,
            title = "no byte is delayed until more bytes come",
            hint = "buffers that are filled before they are passed on, in either direction")
    static void nothingIsHeldBack(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("bl");
        Expect.sameBytes(Bytes.ascii("bl"), Bytes.read(connection.stream(), 2, 1024), "the data read first");

        connection.stream().write(Bytes.ascii("?"));
        Expect.sameBytes(Bytes.ascii("?"), connection.peer().readExactly(1), "the data that the peer read");

        connection.peer().send("ah");
        Expect.sameBytes(Bytes.ascii("ah"), Bytes.read(connection.stream(), 2, 1024), "the data read after that");
    }
}
