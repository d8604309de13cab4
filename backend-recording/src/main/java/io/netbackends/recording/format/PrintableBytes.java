// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds and makes bytes that are safe to print on a terminal: printable ASCII and tabs. */
final class PrintableBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** A byte of 1 eight times: what it is multiplied by is in each byte. */
    private static final long EIGHT_ONES = 0x0101_0101_0101_0101L;

    /** U+FFFD in UTF-8, the first byte lowest. */
    private static final int REPLACEMENT = 0xbd_bf_ef;

    private static final int REPLACEMENT_LENGTH = 3;

    /** What is shown for each byte, the first byte lowest. */
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
                int at = i + Long.numberOfTrailingZeros(left) / Byte.SIZE;
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

    /** Returns how much room {@link #show} needs for so many bytes. */
    static int room(int length) {
        return length * REPLACEMENT_LENGTH + Integer.BYTES;
    }

    /**
     * Adds bytes up to a CR or LF, with U+FFFD for each that is not printable; returns the index of the first one not taken.
     *
     * @param out has an array, and at least {@link #room}
     */
    static int show(byte[] bytes, int start, int end, ByteBuffer out) {
        byte[] to = out.array();
        int at = out.arrayOffset() + out.position();
        int i = start;
        while (i < end) {
            if (i <= end - Long.BYTES && candidates(bytes, i) == 0) {
                LONG.set(to, at, (long) LONG.get(bytes, i));
                i += Long.BYTES;
                at += Long.BYTES;
            } else {
                byte b = bytes[i];
                if (b == '\n' || b == '\r') {
                    break;
                }
                int shown = SHOWN[b & 0xff];
                INT.set(to, at, shown); // more than needed: the next one overwrites it
                at += shown == REPLACEMENT ? REPLACEMENT_LENGTH : 1;
                i++;
            }
        }
        out.position(at - out.arrayOffset());
        return i;
    }

    /** Returns the highest bit of each of eight bytes that is not printable, or a tab, and perhaps of others: of their neighbours. */
    private static long candidates(byte[] bytes, int at) {
        long eight = (long) LONG.get(bytes, at);
        return (eight - EIGHT_ONES * ' ' | eight | eight + EIGHT_ONES) & EIGHT_ONES << 7;
    }

    private static int[] shown() {
        int[] result = new int[256];
        for (int b = 0; b < result.length; b++) {
            result[b] = isPrintable(b) ? b : REPLACEMENT;
        }
        return result;
    }
}
