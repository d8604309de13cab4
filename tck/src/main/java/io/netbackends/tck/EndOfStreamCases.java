// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The end of the stream comes after the data, and is permanent. */
final class EndOfStreamCases {
    private EndOfStreamCases() {}

    @Behaviour(
            id = "EOF_01",
            rule = Rule.D16,
            title = "data that the peer sent before it closed is read, then the end",
            hint = "data that is dropped when the end of the stream is seen first")
    static void dataComesBeforeTheEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("y");
        connection.peer().close();

        Expect.sameBytes(Bytes.ascii("y"), connection.stream().read(1024), "the result of the first read");
        Expect.endOfStream(connection.stream());
    }

    @Behaviour(
            id = "EOF_02",
            rule = Rule.D16,
            title = "the end of the stream is permanent for each way to read",
            hint = "reads after the end that block, fail, or return 0")
    static void theEndStays(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().close();
        ByteBuffer buffer = ByteBuffer.allocate(16).position(3);

        for (int i = 0; i < 3; i++) {
            Expect.soon(() -> Expect.endOfStream(connection.stream()));
            Expect.soon(() -> Expect.equal(-1, connection.stream().read(buffer), "the result of read(ByteBuffer)"));
            Expect.equal(3, buffer.position(), "the position after a read at the end of the stream");
            Expect.equal(-1, connection.stream().inputStream().read(), "the result of inputStream().read()");
        }
        Expect.sameBytes(new byte[16], buffer.array(), "the content after a read at the end of the stream");
        Expect.that(connection.stream().isOpen(), "the stream is closed at the end of its input; it must stay open");
    }

    @Behaviour(
            id = "EOF_03",
            rule = Rule.D16,
            title = "a blocked reader is woken by the end of the stream",
            hint = "a wait that only data ends")
    static void theEndWakesAReader(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<byte[]> read =
                kit.start(() -> connection.stream().read(1024)).awaitBlocked();

        connection.peer().close();

        Expect.equal(0, read.get().length, "the length of the blocked read's result");
    }

    @Behaviour(
            id = "EOF_04",
            rule = Rule.D16,
            title = "no read returns an empty result before the end",
            hint = "a wait that ends without data and is reported as a result")
    static void nothingMeansTheEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        int count = 1000;
        kit.script(() -> {
            for (int i = 0; i < count; i++) {
                connection.peer().send(new byte[] {(byte) i});
                if (i % 100 == 0) {
                    ScriptedPeer.pause(Duration.ofMillis(20));
                }
            }
            connection.peer().close();
        });

        ByteBuffer buffer = ByteBuffer.allocate(16);
        for (int i = 0; i < count; ) {
            boolean array = i % 2 == 0;
            int n = array ? stream.read(16).length : stream.read(buffer.clear());
            Expect.that(
                    n > 0,
                    (array ? "read(16) returned an empty array" : "read(ByteBuffer) returned " + n) + " after " + i
                            + " bytes; " + count + " come before the end");
            i += n;
        }
        for (int i = 0; i < 5; i++) {
            Expect.endOfStream(stream);
        }
    }

    @Behaviour(
            id = "EOF_05",
            rule = Rule.STREAM,
            needs = Capability.HALF_CLOSE,
            title = "after the peer has ended its output, writing still works",
            hint = "a stream that is closed at the end of its input")
    static void writingOutlivesTheEndOfInput(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(64 * 1024, 0);
        connection.peer().shutdownOutput();
        Expect.endOfStream(connection.stream());
        BackgroundCall<byte[]> received = kit.start(() -> connection.peer().readExactly(data.length));

        connection.stream().write(data);

        Expect.sameBytes(data, received.get(), "the data that the peer read");
        Expect.endOfStream(connection.stream());
    }

    @Behaviour(
            id = "EOF_06",
            rule = Rule.STREAM,
            title = "closing ends the peer's input in an orderly way, after the data written",
            hint = "a connection that close resets, for example by SO_LINGER 0")
    static void closingEndsThePeersInput(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();

        connection.stream().write(Bytes.ascii("z"));
        connection.stream().close();

        Expect.sameBytes(Bytes.ascii("z"), connection.peer().readAll(), "the data that the peer read to the end");
    }

    @Behaviour(
            id = "EOF_07",
            rule = Rule.STREAM,
            title = "closing ends the peer's input in an orderly way, even while another thread waits in a read",
            hint = "a close that wakes the reader by resetting the connection")
    static void closingUnderAReaderEndsThePeersInput(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<byte[]> read =
                kit.start(() -> connection.stream().read(1024)).awaitBlocked();

        connection.stream().write(Bytes.ascii("z"));
        connection.stream().close();

        Expect.sameBytes(Bytes.ascii("z"), connection.peer().readAll(), "the data that the peer read to the end");
        Expect.closed(read.failure());
    }

    @Behaviour(
            id = "EOF_08",
            rule = Rule.D13,
            level = Level.RECOMMENDED,
            title = "closing with unread data neither fails nor leaves the peer waiting",
            hint = "a close that waits for the peer to read")
    static void closingWithUnreadData(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        BackgroundCall<?> sending = connection.peer().sendSliced(new byte[64 * 1024], 4096);
        Expect.that(connection.stream().read(1).length == 1, "read(1) returned nothing");

        Expect.closes(connection.stream());

        sending.get();
        try {
            byte[] received = kit.start(connection.peer()::readAll).get();
            Expect.equal(0, received.length, "the number of bytes that the peer read");
        } catch (IOException e) {
            // a reset, by which the system reports that data was lost
        }
    }

    @Behaviour(
            id = "EOF_15",
            rule = Rule.D13,
            title = "a stream at its end can be closed, twice",
            hint = "a close that fails if the peer has closed already")
    static void closingAtTheEnd(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().close();
        Expect.endOfStream(connection.stream());

        connection.stream().close();
        connection.stream().close();

        Expect.that(!connection.stream().isOpen(), "the stream is open after close()");
    }
}
