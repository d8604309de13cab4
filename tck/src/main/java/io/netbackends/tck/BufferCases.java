// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** How calls use the buffers and arrays of the caller. */
final class BufferCases {
    private static final byte SENTINEL = 0x55;

    private BufferCases() {}

    /** Buffers with room for a number of bytes, by how they are described in messages. */
    private static Map<String, IntFunction<ByteBuffer>> kinds() {
        Map<String, IntFunction<ByteBuffer>> kinds = new LinkedHashMap<>();
        kinds.put("heap", ByteBuffer::allocate);
        kinds.put("direct", ByteBuffer::allocateDirect);
        kinds.put(
                "sliced heap",
                size -> ByteBuffer.allocate(size + 20).position(7).slice());
        kinds.put(
                "sliced direct",
                size -> ByteBuffer.allocateDirect(size + 20).position(7).slice());
        return kinds;
    }

    @Behaviour(
            id = "XFER_09",
            rule = Rule.STREAM,
            title = "a buffer of any kind is written from position to limit, and only its position moves",
            hint =
                    "array() used without arrayOffset() and position(); a position that is not moved; data encoded in place")
    static void writeTakesPositionToLimit(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        Map<String, IntFunction<ByteBuffer>> kinds = kinds();
        kinds.put("read-only", ByteBuffer::allocate);
        for (int size : new int[] {1, 8191, 8192, 8193, 65_536}) {
            for (Map.Entry<String, IntFunction<ByteBuffer>> kind : kinds.entrySet()) {
                String what = "a " + kind.getKey() + " buffer with " + size + " bytes from position 32 on";
                byte[] content = Bytes.random(32 + size + 9, size);
                ByteBuffer buffer = kind.getValue().apply(content.length);
                buffer.put(0, content).position(32).limit(32 + size);
                ByteBuffer written = kind.getKey().equals("read-only") ? buffer.asReadOnlyBuffer() : buffer;
                BackgroundCall<byte[]> received =
                        kit.start(() -> connection.peer().readExactly(size));

                connection.stream().write(written);

                Expect.equal(32 + size, written.limit(), "the limit after writing " + what);
                Expect.equal(written.limit(), written.position(), "the position after writing " + what);
                Expect.sameBytes(
                        Arrays.copyOfRange(content, 32, 32 + size),
                        received.get(),
                        "the data that the peer read of " + what);
                byte[] after = new byte[content.length];
                buffer.clear().get(0, after);
                Expect.sameBytes(content, after, "the content after writing " + what);
            }
        }
    }

    @Behaviour(
            id = "XFER_10",
            rule = Rule.STREAM,
            title = "a buffer of any kind is filled from its position on, up to its limit, and only its position moves",
            hint = "array() used without arrayOffset() and position(); a buffer that is flipped or cleared")
    static void readFillsFromPosition(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        for (Map.Entry<String, IntFunction<ByteBuffer>> kind : kinds().entrySet()) {
            for (int room : new int[] {1, 7, 100}) {
                byte[] sent = Bytes.random(100, room);
                connection.peer().send(sent);
                readAll(connection.stream(), sent, kind.getValue().apply(1 + room + 10), room, kind.getKey());
            }
        }
    }

    private static void readAll(NetworkStreamInterface stream, byte[] sent, ByteBuffer buffer, int room, String kind)
            throws IOException {
        for (int done = 0; done < sent.length; ) {
            String what = "a read into a " + kind + " buffer with room for " + room + " bytes from position 1 on";
            byte[] expected = new byte[buffer.capacity()];
            Arrays.fill(expected, SENTINEL);
            buffer.clear().put(0, expected).position(1).limit(1 + room);

            int n = stream.read(buffer);

            Expect.that(n > 0 && n <= room, what + " returned " + n + "; 1 to " + room + " was required");
            Expect.equal(1 + n, buffer.position(), "the position after " + what + ", which returned " + n + ",");
            Expect.equal(1 + room, buffer.limit(), "the limit after " + what);
            Expect.that(done + n <= sent.length, what + " returned " + n + " bytes, more than were sent");
            System.arraycopy(sent, done, expected, 1, n);
            byte[] after = new byte[expected.length];
            buffer.clear().get(0, after);
            Expect.sameBytes(expected, after, "the content after " + what + ", which returned " + n);
            done += n;
        }
    }

    @Behaviour(
            id = "XFER_15",
            rule = Rule.STREAM,
            title = "all values of a byte pass through each way to read",
            hint = "sign extension when a byte becomes an int; text conversions")
    static void allByteValuesPass(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        NetworkStreamInterface stream = connection.stream();
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        stream.write(all);
        Expect.sameBytes(all, connection.peer().readExactly(all.length), "the data that the peer read");

        connection.peer().send(all);
        Expect.sameBytes(all, Bytes.read(stream, all.length), "the result of read(int)");

        connection.peer().send(all);
        ByteBuffer buffer = ByteBuffer.allocate(all.length);
        while (buffer.hasRemaining() && stream.read(buffer) > 0) {}
        Expect.sameBytes(all, buffer.array(), "the result of read(ByteBuffer)");

        connection.peer().send(all);
        for (int i = 0; i < all.length; i++) {
            Expect.equal(i, stream.inputStream().read(), "the result of inputStream().read() of byte " + i);
        }
    }

    @Behaviour(
            id = "XFER_16",
            rule = Rule.STREAM,
            title = "a buffer may be refilled as soon as its write returns",
            hint = "a reference to the caller's array after write has returned")
    static void aWrittenBufferMayBeReused(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        int size = 1 << 20;
        BackgroundCall<byte[]> received = kit.start(() -> {
            ScriptedPeer.pause(
                    TckTimes.moment().dividedBy(3)); // so that a backend that retains the array has not sent it yet
            return connection.peer().readExactly(2 * size);
        });
        byte[] data = Bytes.filled(size, 'A');

        connection.stream().write(data);
        Arrays.fill(data, (byte) 'B');
        connection.stream().write(data);

        byte[] expected = Bytes.filled(2 * size, 'B');
        Arrays.fill(expected, 0, size, (byte) 'A');
        Expect.sameBytes(expected, received.get(), "the data that the peer read");
    }

    @Behaviour(
            id = "XFER_17",
            rule = Rule.STREAM,
            title = "an array that read returned belongs to the caller",
            hint = "one array that several reads return")
    static void anArrayReadBelongsToTheCaller(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        connection.peer().send("aabb");

        byte[] first = connection.stream().read(1);
        first[0] = '!';
        byte[] second = connection.stream().read(1);

        Expect.that(first != second, "two reads returned the same array");
        Expect.sameBytes(Bytes.ascii("!"), first, "the first array after the second read");
        Expect.sameBytes(Bytes.ascii("a"), second, "the result of the second read");
        second[0] = '!';
        Expect.sameBytes(Bytes.ascii("bb"), Bytes.read(connection.stream(), 2), "the data read after that");
    }

    @Behaviour(
            id = "XFER_18",
            rule = Rule.STREAM,
            needs = Capability.BACKPRESSURE,
            title = "a writer whose peer does not read has to wait before 16 MiB are buffered",
            hint = "an unbounded queue between write and the network")
    static void buffersAreBounded(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] block = new byte[64 * 1024];

        for (int taken = 0; taken < Bytes.MORE_THAN_BUFFERED; taken += block.length) {
            try (Timeout deadline = Timeout.after(TckTimes.moment())) {
                connection.stream().write(block);
            } catch (NetworkTimeoutException e) {
                return;
            }
        }
        throw new AssertionError(
                Bytes.MORE_THAN_BUFFERED + " bytes were accepted and none were read; the writer was required to wait");
    }

    @Behaviour(
            id = "XFER_19",
            rule = Rule.STREAM,
            title = "a writer that had to wait continues where it stopped",
            hint = "a position that is lost when a write waits; a wait that does not end when there is buffer space")
    static void aWaitingWriterResumes(CaseContext kit) throws Exception {
        StreamAndPeer connection = kit.connect();
        byte[] data = Bytes.random(Bytes.MORE_THAN_BUFFERED, 0);
        BackgroundCall<?> written = kit.start(() -> {
            for (int from = 0; from < data.length; from += 128 * 1024) {
                connection.stream().write(ByteBuffer.wrap(data, from, 128 * 1024));
            }
            return null;
        });
        if (kit.has(Capability.BACKPRESSURE)) {
            written.awaitBlocked();
        }

        Expect.sameBytes(data, connection.peer().readExactly(data.length), "the data that the peer read");
        written.get();
    }
}
