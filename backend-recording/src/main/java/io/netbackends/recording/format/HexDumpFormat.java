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
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHARACTERS = characters();
    private static final int PER_LINE = 16;

    /** The columns of the digits, blank, and the separator before the characters. */
    private static final byte[] COLUMNS = (" ".repeat(3 * PER_LINE + 2) + "  |").getBytes(StandardCharsets.US_ASCII);

    private static final byte[] LINE_END = {'|', '\n'};

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

    private static void dump(String direction, long start, ByteBuffer bytes, ByteBuilder out) {
        byte[] prefix = direction.getBytes(StandardCharsets.US_ASCII);
        byte[] source = new byte[PER_LINE];
        for (long offset = start; bytes.hasRemaining(); offset += PER_LINE) {
            int length = Math.min(PER_LINE, bytes.remaining());
            bytes.get(source, 0, length);
            int digits = offset < 1L << 32 ? 8 : 16;
            ByteBuffer line = out.room(prefix.length + digits + COLUMNS.length + PER_LINE + LINE_END.length);
            line.put(prefix);
            for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
                line.put(DIGITS[(int) (offset >>> shift) & 0xf]);
            }
            int columns = line.position();
            int characters = columns + COLUMNS.length;
            line.put(COLUMNS);
            byte[] to = out.array();
            for (int i = 0; i < length; i++) {
                byte b = source[i];
                int column = columns + 3 * i + 2 + i / (PER_LINE / 2);
                to[column] = DIGITS[(b >> 4) & 0xf];
                to[column + 1] = DIGITS[b & 0xf];
                to[characters + i] = CHARACTERS[b & 0xff];
            }
            line.position(characters + length).put(LINE_END);
        }
    }

    /** Returns the character shown for each byte: itself if it is printable ASCII, otherwise a dot. */
    private static byte[] characters() {
        byte[] result = new byte[256];
        for (int b = 0; b < result.length; b++) {
            result[b] = (byte) (b >= ' ' && b <= '~' ? b : '.');
        }
        return result;
    }
}
