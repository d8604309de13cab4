// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Events as lines, bytes as {@code hexdump -C} shows them: sixteen a line, each read and write beginning another line. The offset
 * is that in all that was read, or written, on the connection.
 */
final class HexFormat implements EventFormat {
    private static final java.util.HexFormat HEX = java.util.HexFormat.of();
    private static final int PER_LINE = 16;

    private static final class Offsets {
        long read;
        long written;
    }

    private final Map<Long, Offsets> offsets = new HashMap<>();

    @Override
    public void begin(Section section, Buffer out) {}

    @Override
    public void write(Event event, Buffer out) {
        String id = event.connection() > 0 ? "[" + event.connection() + "] " : "";
        if (event instanceof Event.Opened) {
            offsets.put(event.connection(), new Offsets());
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
        if (!(event instanceof Event.Data data) || EventText.notKept(data) > 0) {
            out.put(id).put("--- ").put(EventText.of(event)).put((byte) '\n');
        }
    }

    private static void dump(String prefix, long start, ByteBuffer bytes, Buffer out) {
        StringBuilder line = new StringBuilder(prefix.length() + 80);
        for (long offset = start; bytes.hasRemaining(); offset += PER_LINE) {
            line.setLength(0);
            line.append(prefix)
                    .append(HEX.toHexDigits(offset, offset < 1L << 32 ? 8 : 16))
                    .append(' ');
            int length = Math.min(PER_LINE, bytes.remaining());
            for (int i = 0; i < PER_LINE; i++) {
                line.append(i == PER_LINE / 2 ? "  " : " ");
                line.append(i < length ? HEX.toHexDigits(bytes.get(bytes.position() + i)) : "  ");
            }
            line.append("  |");
            for (int i = 0; i < length; i++) {
                byte b = bytes.get();
                line.append(b >= ' ' && b <= '~' ? (char) b : '.');
            }
            out.put(line.append("|\n").toString());
        }
    }
}
