// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import io.netbackends.recording.internal.EightBytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a line of a hex dump: the offset, the bytes in two columns, and those that are printable ASCII.
 *
 * <pre>{@code
 * 00000010  48 54 54 50 2f 31 2e 31  20 32 30 30 20 4f 4b 0d  |HTTP/1.1 200 OK.|
 * }</pre>
 */
final class HexDumpLine {
    /** The number of bytes that a line shows. */
    static final int BYTES = 16;

    /** The length of a line whose offset has 16 digits. */
    static final int MAX_LENGTH = 16 + 53 + BYTES + 2;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** The two digits of each byte and two spaces, the first digit lowest. */
    private static final int[] DIGITS = digits();

    /** The length of the columns up to the bar before the characters. */
    private static final int COLUMNS = 3 * BYTES + 4;

    private static final short TWO_SPACES = ' ' << 8 | ' ';
    private static final short BAR_AND_LINE_FEED = '\n' << 8 | '|';

    private HexDumpLine() {}

    /**
     * Writes a line with its line end.
     *
     * @param offset the offset of the first byte
     * @param bytes the array of the bytes
     * @param start the index of the first byte
     * @param length the number of bytes, from 1 to {@link #BYTES}
     * @param to has room for {@link #MAX_LENGTH} bytes
     * @param index the index of the line
     * @return the index after the line
     */
    static int write(long offset, byte[] bytes, int start, int length, byte[] to, int index) {
        int at = index;
        for (int shift = offset >>> 32 == 0 ? 24 : 56; shift >= 0; shift -= 8) {
            SHORT.set(to, at, (short) DIGITS[(int) (offset >>> shift) & 0xff]);
            at += 2;
        }
        SHORT.set(to, at, TWO_SPACES);
        int bar = at + COLUMNS;
        if (length == BYTES) {
            eight(EightBytes.get(bytes, start), to, at + 2, bar + 1);
            eight(EightBytes.get(bytes, start + Long.BYTES), to, at + 3 + 3 * Long.BYTES, bar + 1 + Long.BYTES);
        } else {
            Arrays.fill(to, at, bar, (byte) ' ');
            for (int i = 0; i < length; i++) {
                byte b = bytes[start + i];
                INT.set(to, at + 2 + 3 * i + i / Long.BYTES, DIGITS[b & 0xff]);
                to[bar + 1 + i] = b >= ' ' && b <= '~' ? b : (byte) '.';
            }
        }
        to[bar] = '|';
        SHORT.set(to, bar + 1 + length, BAR_AND_LINE_FEED);
        return bar + 1 + length + 2;
    }

    private static void eight(long eight, byte[] to, int digits, int characters) {
        for (int i = 0; i < Long.BYTES; i++) { // the next byte overwrites the spaces after this one
            INT.set(to, digits + 3 * i, DIGITS[(int) (eight >>> (Byte.SIZE * i)) & 0xff]);
        }
        EightBytes.set(to, characters, EightBytes.replace(eight, EightBytes.outside(eight, ' ', '~'), '.'));
    }

    private static int[] digits() {
        byte[] digits = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        int[] result = new int[256];
        for (int b = 0; b < result.length; b++) {
            result[b] = digits[b >> 4] | digits[b & 0xf] << 8 | TWO_SPACES << 16;
        }
        return result;
    }
}
