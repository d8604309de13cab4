// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.NetworkStreamInterface;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The subset of HTTP/1.1 that the tests need, on one stream. */
final class Http {
    private final NetworkStreamInterface stream;
    private final InputStream in;

    Http(NetworkStreamInterface stream) {
        this.stream = stream;
        in = new BufferedInputStream(stream.inputStream());
    }

    /** A response, with the names of headers in lower case. */
    record Answer(String statusLine, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, ISO_8859_1);
        }
    }

    Answer get(String path) throws IOException {
        stream.write(head("GET " + path));
        return answer();
    }

    Answer put(String path, byte[] body) throws IOException {
        stream.write(head("PUT " + path, "Content-Length: " + body.length));
        stream.write(body);
        return answer();
    }

    Answer answer() throws IOException {
        String statusLine = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("body of " + length + " bytes ended after " + body.length);
        }
        return new Answer(statusLine, headers, body);
    }

    static byte[] head(String methodAndPath, String... headers) {
        StringBuilder head = new StringBuilder(methodAndPath).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    /** Reads a line, without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("stream ended in the head, after \"" + line.toString(ISO_8859_1) + '"');
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).strip();
    }

    InputStream in() {
        return in;
    }
}
