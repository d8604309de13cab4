// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netbackends.NetworkStreamInterface;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Redis's protocol on one stream. If a deadline passes in the middle of a reply, the next call continues with it.
 */
final class Resp {
    private final NetworkStreamInterface stream;

    /** Received bytes that are not yet part of a returned reply. */
    private byte[] received = new byte[64 * 1024];

    private int end;

    private int position;

    Resp(NetworkStreamInterface stream) {
        this.stream = stream;
    }

    /** An error reply. */
    record ErrorReply(String message) {}

    Object call(Object... command) throws IOException {
        stream.write(encode(command));
        return reply();
    }

    /** Sends a command of strings and byte arrays. */
    static byte[] encode(Object... command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("*" + command.length + "\r\n").getBytes(ISO_8859_1));
        for (Object argument : command) {
            byte[] value =
                    argument instanceof byte[] raw ? raw : argument.toString().getBytes(ISO_8859_1);
            bytes.writeBytes(("$" + value.length + "\r\n").getBytes(ISO_8859_1));
            bytes.writeBytes(value);
            bytes.writeBytes(new byte[] {'\r', '\n'});
        }
        return bytes.toByteArray();
    }

    /** Returns a String, Long, byte array, List, {@link ErrorReply} or null. */
    Object reply() throws IOException {
        for (; ; ) {
            position = 0;
            try {
                Object reply = parse();
                System.arraycopy(received, position, received, 0, end - position);
                end -= position;
                return reply;
            } catch (Incomplete e) {
                receive();
            }
        }
    }

    private void receive() throws IOException {
        byte[] bytes = stream.read();
        if (bytes.length == 0) {
            throw new EOFException("stream ended in front of a reply");
        }
        if (received.length - end < bytes.length) {
            received = Arrays.copyOf(received, 2 * received.length + bytes.length);
        }
        System.arraycopy(bytes, 0, received, end, bytes.length);
        end += bytes.length;
    }

    private Object parse() throws Incomplete {
        String line = line();
        String value = line.substring(1);
        return switch (line.charAt(0)) {
            case '+' -> value;
            case '-' -> new ErrorReply(value);
            case ':' -> Long.valueOf(value);
            case '$' -> value.equals("-1") ? null : bulk(Integer.parseInt(value));
            case '*' -> value.equals("-1") ? null : array(Integer.parseInt(value));
            default -> throw new AssertionError("no reply of Redis: " + line);
        };
    }

    private String line() throws Incomplete {
        for (int i = position; i < end - 1; i++) {
            if (received[i] == '\r' && received[i + 1] == '\n') {
                String line = new String(received, position, i - position, ISO_8859_1);
                position = i + 2;
                return line;
            }
        }
        throw new Incomplete();
    }

    private byte[] bulk(int length) throws Incomplete {
        if (end - position < length + 2) {
            throw new Incomplete();
        }
        byte[] value = Arrays.copyOfRange(received, position, position + length);
        position += length + 2;
        return value;
    }

    private List<Object> array(int length) throws Incomplete {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(parse());
        }
        return elements;
    }

    /** Signals that more bytes are needed. */
    private static final class Incomplete extends Exception {
        private static final long serialVersionUID = 1;

        Incomplete() {
            super(null, null, false, false);
        }
    }
}
