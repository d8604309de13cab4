// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netbackends.NetworkStreamInterface;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's protocol, version 3, on one stream. If a deadline passes in the middle of a message, the next call continues
 * with it.
 */
final class Postgres {
    static final int SSL_REQUEST = 80877103;
    static final int CANCEL_REQUEST = 80877102;
    private static final int VERSION_3 = 3 << 16;

    private final NetworkStreamInterface stream;
    private final ByteBuffer head = ByteBuffer.allocate(5);
    private ByteBuffer body;

    Postgres(NetworkStreamInterface stream) {
        this.stream = stream;
    }

    /** A message from the server: its kind and its content. */
    record Message(char kind, byte[] body) {
        /** Returns a field of an error: 'C' is the SQLSTATE, 'M' the message. */
        String field(char code) {
            for (String field : new String(body, UTF_8).split("\0")) {
                if (!field.isEmpty() && field.charAt(0) == code) {
                    return field.substring(1);
                }
            }
            throw new AssertionError("no field " + code + " in message " + kind);
        }

        /** Returns the only column of a row, as text. */
        String column() {
            return new String(body, 6, body.length - 6, UTF_8);
        }
    }

    /** Sends the first message of a connection, which has no kind. */
    static byte[] request(int code, byte... body) {
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .putInt(code)
                .put(body)
                .array();
    }

    /** Returns the server's messages up to ReadyForQuery. */
    List<Message> start(String user) throws IOException {
        stream.write(request(VERSION_3, ("user\0" + user + "\0database\0postgres\0\0").getBytes(UTF_8)));
        return untilReady();
    }

    void send(String sql) throws IOException {
        byte[] text = sql.getBytes(UTF_8);
        stream.write(ByteBuffer.allocate(6 + text.length)
                .put((byte) 'Q')
                .putInt(5 + text.length)
                .put(text)
                .put((byte) 0)
                .array());
    }

    /** Returns the only column of the only row. */
    String query(String sql) throws IOException {
        send(sql);
        List<Message> messages = untilReady();
        return messages.stream()
                .filter(message -> message.kind() == 'D')
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no row: " + messages.get(0).field('M')))
                .column();
    }

    List<Message> untilReady() throws IOException {
        List<Message> messages = new ArrayList<>();
        do {
            messages.add(message());
        } while (messages.get(messages.size() - 1).kind() != 'Z');
        return messages;
    }

    Message message() throws IOException {
        fill(head);
        if (body == null) {
            body = ByteBuffer.allocate(head.getInt(1) - 4);
        }
        fill(body);
        Message message = new Message((char) head.get(0), body.array());
        head.clear();
        body = null;
        return message;
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (stream.read(buffer) < 0) {
                throw new EOFException("stream ended in front of " + buffer.remaining() + " bytes of a message");
            }
        }
    }
}
