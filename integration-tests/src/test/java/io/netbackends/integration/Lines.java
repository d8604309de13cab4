// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.NetworkStreamInterface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads lines from a stream, but no byte after a line end, since TLS may follow. */
final class Lines {
    private Lines() {}

    /** Returns the next line; null at the end of the stream. */
    static String read(NetworkStreamInterface stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte[] next = stream.read(1); next.length > 0; next = stream.read(1)) {
            if (next[0] == '\n') {
                return line.toString(ISO_8859_1).strip();
            }
            line.writeBytes(next);
        }
        return line.size() == 0 ? null : line.toString(ISO_8859_1);
    }

    static void write(NetworkStreamInterface stream, String line) throws IOException {
        stream.write((line + "\r\n").getBytes(ISO_8859_1));
    }
}
