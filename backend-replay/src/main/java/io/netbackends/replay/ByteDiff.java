// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Shows two sequences of bytes around the position where they diverge. */
final class ByteDiff {
    private static final int BEFORE = 16;
    private static final int AFTER = 24;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private ByteDiff() {}

    /** Shows both buffers around their positions, including some bytes before them. An empty buffer is at its end. */
    static String of(ByteBuffer recorded, ByteBuffer written) {
        return "\n  recorded: " + side(recorded) + "\n  written:  " + side(written);
    }

    /** As {@link #of(ByteBuffer, ByteBuffer)}, if the written bytes must not be shown. */
    static String of(ByteBuffer recorded, String instead) {
        return "\n  recorded: " + side(recorded) + "\n  written:  " + instead;
    }

    private static String side(ByteBuffer bytes) {
        String here = hex(bytes, bytes.position(), AFTER);
        int before = Math.min(BEFORE, bytes.position());
        return (here.isEmpty() ? "nothing more" : here) + "   " + text(bytes, before);
    }

    private static String hex(ByteBuffer bytes, int from, int most) {
        byte[] some = new byte[Math.min(most, bytes.limit() - from)];
        bytes.get(from, some);
        return HEX.formatHex(some) + (from + some.length < bytes.limit() ? " ..." : "");
    }

    /** Returns the bytes as text, with the position marked. */
    private static String text(ByteBuffer bytes, int before) {
        StringBuilder text = new StringBuilder("\"");
        int end = Math.min(bytes.limit(), bytes.position() + AFTER);
        for (int i = bytes.position() - before; i < end; i++) {
            text.append(i == bytes.position() ? "[here]" : "").append(character(bytes.get(i)));
        }
        return text.append(bytes.hasRemaining() ? "\"" : "[here]\"").toString();
    }

    private static String character(byte b) {
        return switch (b) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> b >= ' ' && b <= '~' ? String.valueOf((char) b) : ".";
        };
    }
}
