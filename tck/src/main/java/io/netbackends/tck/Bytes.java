// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** The data that cases send, and ways to read it. */
final class Bytes {
    /** More than a connection with {@link Capability#BACKPRESSURE} buffers. */
    static final int MORE_THAN_BUFFERED = 16 << 20;

    private Bytes() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The same bytes for the same seed. */
    static byte[] random(int count, long seed) {
        byte[] data = new byte[count];
        new Random(seed).nextBytes(data);
        return data;
    }

    /** {@link #MORE_THAN_BUFFERED} printable bytes: text recordings need several times as much space for others. */
    static byte[] plenty() {
        return filled(MORE_THAN_BUFFERED, 'p');
    }

    static byte[] filled(int count, char with) {
        byte[] data = new byte[count];
        Arrays.fill(data, (byte) with);
        return data;
    }

    /** Reads a number of bytes, at most {@code maxBytes} with each call; fewer if the stream ends before. */
    static byte[] read(NetworkStreamInterface stream, int count, int maxBytes) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        while (received.size() < count) {
            int wanted = Math.min(maxBytes, count - received.size());
            byte[] piece = stream.read(wanted);
            if (piece.length == 0) {
                break;
            }
            Expect.that(piece.length <= wanted, "read(" + wanted + ") returned " + piece.length + " bytes");
            received.writeBytes(piece);
        }
        return received.toByteArray();
    }

    static byte[] read(NetworkStreamInterface stream, int count) throws IOException {
        return read(stream, count, NetworkStreamInterface.DEFAULT_MAX_BYTES);
    }

    /** Reads to the end of the stream. */
    static byte[] readAll(NetworkStreamInterface stream, int maxBytes) throws IOException {
        return read(stream, Integer.MAX_VALUE, maxBytes);
    }
}
