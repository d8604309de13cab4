// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes events as lines, and bytes as {@code hexdump -C} shows them: sixteen in a line. Each read and write begins a new
 * line. The offset counts all bytes read, or all bytes written, on the connection.
 */
final class HexDumpFormat implements EventFormat {
    private static final int PIECE = 1024 * HexDumpLine.BYTES;

    /** Copies parts of events, whose read-only buffers have no accessible array. */
    private final byte[] piece = new byte[PIECE];

    private static final class Offsets {
        long read;
        long written;

        Offsets() {}

        Offsets(long read, long written) {
            this.read = read;
            this.written = written;
        }
    }

    private final Map<Long, Offsets> offsets = new HashMap<>();

    @Override
    public void begin(Section section, ByteBuilder out) {}

    @Override
    public void write(Event event, ByteBuilder out) {
        String id = event.connection() > 0 ? "[" + event.connection() + "] " : "";
        if (event instanceof Event.Opened) {
            offsets.put(event.connection(), new Offsets());
        } else if (event instanceof Event.Continued continued) {
            offsets.put(event.connection(), new Offsets(continued.read(), continued.written()));
        } else if (event instanceof Event.Closed) {
            offsets.remove(event.connection());
        }
        Offsets at = offsets.getOrDefault(event.connection(), new Offsets());
        if (event instanceof Event.Data data) {
            dump(id + (data.written() ? ">>> " : "<<< "), data.written() ? at.written : at.read, data.bytes(), out);
            if (data.written()) {
                at.written += data.size();
            } else {
                at.read += data.size();
            }
        } else if (event instanceof Event.Lost lost) {
            at.read += lost.read();
            at.written += lost.written();
        }
        if (!(event instanceof Event.Data data) || EventDescription.notKept(data) > 0) {
            out.put(id).put("--- ").put(EventDescription.of(event)).put((byte) '\n');
        }
    }

    private void dump(String direction, long start, ByteBuffer bytes, ByteBuilder out) {
        byte[] prefix = direction.getBytes(StandardCharsets.US_ASCII);
        long offset = start;
        while (bytes.hasRemaining()) {
            int size = Math.min(piece.length, bytes.remaining());
            bytes.get(piece, 0, size);
            int lines = (size + HexDumpLine.BYTES - 1) / HexDumpLine.BYTES;
            ByteBuffer to = out.room(lines * (prefix.length + HexDumpLine.MAX_LENGTH));
            byte[] array = out.array();
            int at = to.position();
            for (int from = 0; from < size; from += HexDumpLine.BYTES) {
                System.arraycopy(prefix, 0, array, at, prefix.length);
                int length = Math.min(HexDumpLine.BYTES, size - from);
                at = HexDumpLine.write(offset + from, piece, from, length, array, at + prefix.length);
            }
            to.position(at);
            offset += size;
        }
    }
}
