// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes events as lines of text: see {@link io.netbackends.recording.TextRecorder}. At any time, at most one direction of a
 * connection holds an incomplete line.
 */
final class TextFormat implements EventFormat {
    private static final int PIECE = 16 * 1024;

    private final Map<Long, LineState> connections = new HashMap<>();
    private final LineTimes times;

    /** Copies parts of events, whose read-only buffers have no accessible array. */
    private final byte[] piece = new byte[PIECE];

    /** The output of the current call. */
    private ByteBuilder out = new ByteBuilder();

    TextFormat(LineTimes times) {
        this.times = times;
    }

    @Override
    public void begin(Section section, ByteBuilder buffer) {}

    @Override
    public boolean wantsBeforeRead() {
        return true;
    }

    @Override
    public void write(Event event, ByteBuilder buffer) {
        out = buffer;
        LineState connection = connections.computeIfAbsent(event.connection(), LineState::new);
        String after = times.after(event);
        if (event instanceof Event.Data data) {
            connection.move(data);
        }
        if (!(event instanceof Event.Data data) || EventDescription.notKept(data) > 0) {
            connection.happened(event, after);
        }
        if (event instanceof Event.Opened || event instanceof Event.Continued) {
            connection.isOpen = true;
        } else if (event instanceof Event.Closed) {
            connection.isOpen = false;
        }
        if (!connection.isOpen) { // late events are output immediately: a closed connection holds no line
            connection.flush();
            connections.remove(event.connection());
        }
    }

    @Override
    public void beforeRead(long connection, ByteBuilder buffer) {
        LineState held = connections.get(connection);
        if (held != null) {
            // Not the read line: it often arrives in pieces, and a caller may read it byte by byte.
            out = buffer;
            held.written.flush();
        }
    }

    @Override
    public void end(ByteBuilder buffer) {
        out = buffer;
        connections.values().forEach(LineState::flush);
    }

    private final class LineState {
        final String id;
        final PrintableLineBuffer read;
        final PrintableLineBuffer written;

        /** The text before the held line. */
        byte[] heldBegin = {};

        /** The text before lines that begin with the current event. */
        byte[] begin = {};

        boolean isOpen;

        LineState(long number) {
            id = number > 0 ? "[" + number + "] " : "";
            byte[] beforeRead = bytes(id + "<<< ");
            byte[] beforeWritten = bytes(id + ">>> ");
            read = new PrintableLineBuffer((line, start, length) -> put(beforeRead, line, start, length));
            written = new PrintableLineBuffer((line, start, length) -> put(beforeWritten, line, start, length));
        }

        void move(Event.Data data) {
            (data.written() ? read : written).flush();
            PrintableLineBuffer lines = data.written() ? written : read;
            begin = bytes(times.before(data));
            if (lines.isEmpty()) {
                heldBegin = begin;
            }
            ByteBuffer left = data.bytes();
            while (left.hasRemaining()) {
                int size = Math.min(left.remaining(), piece.length);
                left.get(piece, 0, size);
                lines.put(piece, 0, size);
            }
        }

        void happened(Event event, String after) {
            flush();
            heldBegin = bytes(times.before(event));
            begin = heldBegin;
            byte[] line = bytes(EventDescription.of(event) + after);
            put(bytes(id + "--- "), line, 0, line.length);
        }

        void flush() {
            written.flush();
            read.flush();
        }

        private void put(byte[] arrow, byte[] line, int start, int length) {
            out.room(heldBegin.length + arrow.length + length + 1)
                    .put(heldBegin)
                    .put(arrow)
                    .put(line, start, length)
                    .put((byte) '\n');
            heldBegin = begin;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
