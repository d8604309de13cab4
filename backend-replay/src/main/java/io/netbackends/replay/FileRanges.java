// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.util.Arrays;

/**
 * The ranges of a file that contain the lines of one connection. A range may also contain lines of other connections, since
 * reading a few more bytes costs less than another range.
 */
final class FileRanges {
    /** The maximum distance in bytes between two lines of the connection in one range. */
    private static final int MAX_GAP = 64 * 1024;

    private static final int FIELDS = 3;

    /** For each range: its start, its end, and the number of its first line. */
    private long[] pieces = new long[FIELDS];

    private int size;

    void add(long begin, long end, long line) {
        if (size > 0 && begin - end(size - 1) <= MAX_GAP) {
            pieces[FIELDS * (size - 1) + 1] = end;
            return;
        }
        if (FIELDS * size == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * pieces.length);
        }
        pieces[FIELDS * size] = begin;
        pieces[FIELDS * size + 1] = end;
        pieces[FIELDS * size + 2] = line;
        size++;
    }

    int size() {
        return size;
    }

    long begin(int index) {
        return pieces[FIELDS * index];
    }

    long end(int index) {
        return pieces[FIELDS * index + 1];
    }

    long firstLine(int index) {
        return pieces[FIELDS * index + 2];
    }
}
