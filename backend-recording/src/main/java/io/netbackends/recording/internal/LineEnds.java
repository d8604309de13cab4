// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

/** Finds carriage returns and line feeds, eight bytes at a time. */
final class LineEnds {
    private LineEnds() {}

    static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n';
    }

    /** Returns the index of the first line end from one index to another, or the latter if there is none. */
    static int next(byte[] bytes, int from, int end) {
        int i = from;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            for (long left = candidates(bytes, i); left != 0; left &= left - 1) {
                int at = i + EightBytes.first(left);
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

    /** Marks bytes from 8 to 15, which a line end may be. */
    private static long candidates(byte[] bytes, int at) {
        return EightBytes.below(EightBytes.get(bytes, at) ^ EightBytes.repeat(8), 8);
    }
}
