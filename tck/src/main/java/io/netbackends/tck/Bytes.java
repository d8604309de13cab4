// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkStreamInterface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** The data that cases send, and what they do with what arrives. */
final class Bytes {
    /** More than a connection buffers that is capable of {@link Capability#BACKPRESSURE}. */
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

    /** {@link #MORE_THAN_BUFFERED}, and printable: anything else costs recordings as text several times as much. */
    static byte[] plenty() {
        return filled(MORE_THAN_BUFFERED, 'p');
    }

    static byte[] filled(int count, char with) {
        byte[] data = new byte[count];
        Arrays.fill(data, (byte) with);
        return data;
    }

    /** Reads a number of bytes, at most {@code maxBytes} with each call; fewer where the stream ends before. */
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
