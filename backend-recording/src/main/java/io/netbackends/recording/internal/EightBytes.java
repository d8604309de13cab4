// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Processes eight bytes of an array at a time, in a long whose lowest byte is the first one.
 *
 * <p>A mark is the highest bit of a byte. Sums of numbers of seven bits never carry into the next byte.
 */
public final class EightBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long MARKS = ONES << 7;
    private static final long REST = ~MARKS;

    private EightBytes() {}

    /**
     * Returns eight bytes of an array.
     *
     * @param array the array that contains them
     * @param index the index of the first one
     * @return the bytes
     */
    public static long get(byte[] array, int index) {
        return (long) LONG.get(array, index);
    }

    /**
     * Sets eight bytes of an array.
     *
     * @param array the array
     * @param index the index of the first one
     * @param eight the bytes
     */
    public static void set(byte[] array, int index, long eight) {
        LONG.set(array, index, eight);
    }

    /**
     * Returns one byte eight times.
     *
     * @param b from 0 to 127
     * @return eight copies of it
     */
    public static long repeat(int b) {
        return ONES * b;
    }

    /**
     * Marks bytes that are less than a limit.
     *
     * @param eight the bytes, which count as unsigned
     * @param limit from 1 to 128
     * @return the marks; 0 if there are none
     */
    public static long below(long eight, int limit) {
        return ~((eight & REST) + repeat(0x80 - limit) | eight) & MARKS;
    }

    /**
     * Marks bytes of one value.
     *
     * @param eight the bytes
     * @param b the value, from 0 to 127
     * @return the marks; 0 if there are none
     */
    public static long equal(long eight, int b) {
        return below(eight ^ repeat(b), 1);
    }

    /**
     * Marks bytes that are not within limits.
     *
     * @param eight the bytes
     * @param least the least byte that is not marked, at least 1
     * @param most the greatest byte that is not marked, at most 127
     * @return the marks; 0 if there are none
     */
    public static long outside(long eight, int least, int most) {
        long rest = eight & REST;
        return (~(rest + repeat(0x80 - least)) | rest + repeat(0x7f - most) | eight) & MARKS;
    }

    /**
     * Replaces marked bytes.
     *
     * @param eight the bytes
     * @param marks the marks of the bytes to replace
     * @param b the replacement, from 0 to 127
     * @return the bytes, with the replacements
     */
    public static long replace(long eight, long marks, int b) {
        long replaced = (marks >>> 7) * 0xff;
        return (eight & ~replaced) | (repeat(b) & replaced);
    }

    /**
     * Returns the position of the first marked byte.
     *
     * @param marks not 0
     * @return from 0 to 7
     */
    public static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }
}
