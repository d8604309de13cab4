// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds carriage returns and line feeds, eight bytes at a time. */
final class LineEnds {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Eight bytes of 1; a multiplication by it repeats a byte eight times. */
    private static final long EIGHT_ONES = 0x0101_0101_0101_0101L;

    private LineEnds() {}

    static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n';
    }

    /** Returns the index of the first line end from one index to another, or the latter if there is none. */
    static int next(byte[] bytes, int from, int end) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            for (long left = candidates(bytes, i); left != 0; left &= left - 1) {
                int at = i + Long.numberOfTrailingZeros(left) / Byte.SIZE;
                if (isLineEnd(bytes[at])) {
                    return at;
                }
            }
        }
        while (i < end && !isLineEnd(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Returns the highest bit of each of eight bytes that is from 8 to 15, and perhaps of others: the subtraction borrows. */
    private static long candidates(byte[] bytes, int at) {
        long eight = (long) EIGHT_BYTES.get(bytes, at) ^ EIGHT_ONES * 8;
        return eight - EIGHT_ONES * 8 & ~eight & EIGHT_ONES << 7;
    }
}
