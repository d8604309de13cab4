// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A broken connection fails, wakes the waiting threads, and stays broken. */
final class BrokenConnectionCases {
    private BrokenConnectionCases() {}

    @Behaviour(
            id = "EOF_09",
            rule = Rule.D15,
            needs = Capability.RESET,
            title = "a reset is an error each time, never the end of the stream",
            hint = "a system that reports a reset once, then an end of stream")
    static void aResetIsNoEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().reset();

        for (int i = 0; i < 5; i++) {
            Expect.broken(() -> failIfEmpty(connection.stream().read(1024)));
        }
        Expect.broken(() -> connection.stream().write(Bytes.ascii("x")));
    }

    private static void failIfEmpty(byte[] data) {
        Expect.that(data.length > 0, "read returned an empty array, the end of the stream; a reset must be an error");
        throw new AssertionError("read returned " + data.length + " bytes that were never sent");
    }

    @Behaviour(
            id = "EOF_10",
            rule = Rule.D15,
            needs = Capability.RESET,
            title = "after data, a reset is still not an end of stream",
            hint = "an error that is forgotten after the data before it was read")
    static void dataThenAReset(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(1000, 0);
        connection.peer().send(data);
        connection.peer().reset();

        IOException failure = readPrefix(connection.stream(), data);

        Expect.that(failure != null, "the stream ended; a reset must be an error");
        for (int i = 0; i < 5; i++) {
            Expect.broken(() -> failIfEmpty(connection.stream().read(1024)));
        }
    }

    /** Reads a prefix of the data sent; returns the failure that ended it, null for the end of the stream. */
    private static @Nullable IOException readPrefix(NetworkStreamInterface stream, byte[] data) {
        int count = 0;
        while (true) {
            byte[] piece;
            try {
                piece = stream.read(100);
            } catch (IOException e) {
                return Expect.broken(e);
            }
            if (piece.length == 0) {
                return null;
            }
            Expect.that(count + piece.length <= data.length, "more bytes were read than sent");
            byte[] sent = Arrays.copyOfRange(data, count, count + piece.length);
            Expect.sameBytes(sent, piece, "the data read after " + count + " bytes");
            count += piece.length;
        }
    }

    @Behaviour(
            id = "EOF_11",
            rule = Rule.D15,
            needs = {Capability.RESET, Capability.BACKPRESSURE},
            title = "a reset wakes a blocked reader and a blocked writer",
            hint = "a wait that only data or buffer space ends")
    static void aResetWakesBothDirections(CaseContext kit) throws Exception {
        StreamAndPeer reading = kit.connect();
        BackgroundCall<byte[]> read = kit.start(() -> {
                    byte[] data = reading.stream().read(1024);
                    failIfEmpty(data);
                    return data;
                })
                .awaitBlocked();
        reading.peer().reset();
        Expect.broken(read.failure());

        StreamAndPeer writing = kit.connect();
        byte[] plenty = Bytes.plenty();
        BackgroundCall<?> write = kit.start(() -> {
                    writing.stream().write(plenty);
                    return null;
                })
                .awaitBlocked();
        writing.peer().reset();
        Expect.broken(write.failure());
    }

    @Behaviour(
            id = "EOF_17",
            rule = Rule.D15,
            needs = {Capability.RESET, Capability.BACKPRESSURE},
            title = "a reset is an error for a reader and a writer that are both blocked",
            hint = "systems that report a reset to a single call, and an end of stream to the other")
    static void aResetIsAnErrorForBothAtOnce(CaseContext kit) throws Exception {
        byte[] plenty = Bytes.plenty();
        for (int i = 0; i < 10; i++) {
            StreamAndPeer connection = kit.connect();
            BackgroundCall<?> read = kit.start(() -> {
                failIfEmpty(connection.stream().read(1024));
                return null;
            });
            BackgroundCall<?> write = kit.start(() -> {
                connection.stream().write(plenty);
                return null;
            });
            read.awaitBlocked();
            write.awaitBlocked();

            connection.peer().reset();

            Expect.broken(read.failure());
            Expect.broken(write.failure());
        }
    }

    @Behaviour(
            id = "EOF_12",
            rule = Rule.D15,
            title = "writing to a peer that has closed fails soon, and from then on",
            hint = "a write failure that is swallowed, or forgotten by the next write")
    static void writingToAClosedPeer(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().close();

        writeUntilBroken(connection.stream());

        for (int i = 0; i < 3; i++) {
            Expect.broken(() -> connection.stream().write(new byte[100]));
        }
    }

    /** The first writes may succeed: the peer's system has to reset the connection first. */
    private static void writeUntilBroken(NetworkStreamInterface stream) throws Exception {
        byte[] piece = new byte[100];
        long start = System.nanoTime();
        int count = 0;
        while (count < 1000 || System.nanoTime() - start < TckTimes.slack().toNanos()) {
            try {
                stream.write(piece);
            } catch (IOException e) {
                Expect.broken(e);
                return;
            }
            count++;
        }
        throw new AssertionError(count + " writes to a peer that has closed succeeded; one of them had to fail");
    }

    @Behaviour(
            id = "EOF_13",
            rule = Rule.D15,
            needs = Capability.BACKPRESSURE,
            title = "a blocked writer fails when the peer closes",
            hint = "a wait that only buffer space ends")
    static void aBlockedWriterFailsWhenThePeerGoes(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] plenty = Bytes.plenty();
        BackgroundCall<?> write = kit.start(() -> {
                    connection.stream().write(plenty);
                    return null;
                })
                .awaitBlocked();

        connection.peer().close();

        Expect.broken(write.failure());
    }

    @Behaviour(
            id = "EOF_14",
            rule = Rule.STREAM,
            title = "after a failed write, a read returns data that the peer sent, or fails, without waiting",
            hint = "a broken stream whose reads hang, or return bytes that were never sent")
    static void readingAfterAFailedWrite(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(10, 0);
        connection.peer().send(data);
        connection.peer().close();
        writeUntilBroken(connection.stream());

        Expect.soon(() -> readPrefix(connection.stream(), data));
    }

    @Behaviour(
            id = "EOF_16",
            rule = Rule.D13,
            needs = Capability.RESET,
            title = "a broken stream can be closed, twice, without an error",
            hint = "a close that repeats the failure of a read or write")
    static void closingABrokenStream(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().reset();
        Expect.broken(() -> failIfEmpty(connection.stream().read(1024)));

        connection.stream().close();
        connection.stream().close();

        Expect.that(!connection.stream().isOpen(), "the stream is open after close()");
    }
}
