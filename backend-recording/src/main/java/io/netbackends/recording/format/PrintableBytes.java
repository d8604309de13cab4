// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import io.netbackends.recording.internal.EightBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds bytes that are safe to print on a terminal, which are printable ASCII and tabs, and replaces all others. */
final class PrintableBytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** U+FFFD in UTF-8, the first byte lowest. */
    private static final int REPLACEMENT = 0xbd_bf_ef;

    private static final int REPLACEMENT_LENGTH = 3;

    /** The replacement of each byte, the first byte lowest. */
    private static final int[] SHOWN = shown();

    private PrintableBytes() {}

    static boolean isPrintable(int c) {
        return (c >= ' ' && c <= '~') || c == '\t';
    }

    /** Returns the index of the first byte from one index to another that is not printable, or the latter. */
    static int end(byte[] bytes, int start, int end) {
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            for (long left = candidates(bytes, i); left != 0; left &= left - 1) {
                int at = i + EightBytes.first(left);
                if (!isPrintable(bytes[at])) {
                    return at;
                }
            }
        }
        while (i < end && isPrintable(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Returns the room that {@link #show} needs for this many bytes. */
    static int room(int length) {
        return length * REPLACEMENT_LENGTH + Integer.BYTES;
    }

    /**
     * Appends bytes up to a CR or LF, with U+FFFD for each unprintable one. Returns the index of the next byte.
     *
     * @param out has an array, and at least {@link #room}
     */
    static int show(byte[] bytes, int start, int end, ByteBuffer out) {
        byte[] to = out.array();
        int at = out.arrayOffset() + out.position();
        int i = start;
        while (i < end) {
            if (i <= end - Long.BYTES && candidates(bytes, i) == 0) {
                EightBytes.set(to, at, EightBytes.get(bytes, i));
                i += Long.BYTES;
                at += Long.BYTES;
            } else {
                byte b = bytes[i];
                if (b == '\n' || b == '\r') {
                    break;
                }
                int shown = SHOWN[b & 0xff];
                INT.set(to, at, shown); // the next byte overwrites the excess
                at += shown == REPLACEMENT ? REPLACEMENT_LENGTH : 1;
                i++;
            }
        }
        out.position(at - out.arrayOffset());
        return i;
    }

    /** Marks bytes that are not printable, and tabs. */
    private static long candidates(byte[] bytes, int at) {
        return EightBytes.outside(EightBytes.get(bytes, at), ' ', '~');
    }

    private static int[] shown() {
        int[] result = new int[256];
        for (int b = 0; b < result.length; b++) {
            result[b] = isPrintable(b) ? b : REPLACEMENT;
        }
        return result;
    }
}
