// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Splits the bytes of a file into lines. It holds one line at a time, and rejects overlong ones. */
final class LineReader {
    /** The maximum length of a line, without its line end. */
    static final int MAX_LENGTH = 8 * 1024 * 1024;

    private static final int FIRST_LENGTH = 64 * 1024;

    /** The source of the bytes. */
    @FunctionalInterface
    interface Source {
        /** Fills the buffer as far as possible; leaves it unchanged at the end of the file. */
        void read(long position, ByteBuffer dst) throws IOException;
    }

    private final Source source;
    private final String name;
    private byte[] bytes = new byte[FIRST_LENGTH];

    /** The position in the file of the first byte of the array. */
    private long origin;

    private int start;
    private int end;
    private int limit;
    private long number;

    /**
     * Creates a reader that starts at a position.
     *
     * @param name of the file, for messages
     * @param position of the first line in the file
     * @param number of that line, from 1
     */
    LineReader(Source source, String name, long position, long number) {
        this.source = source;
        this.name = name;
        this.origin = position;
        this.number = number - 1;
    }

    /** Advances to the next line. Returns false if there is none; the rest of the file may be an unterminated line. */
    boolean next() throws IOException {
        start = end < limit ? end + 1 : end; // after the LF
        number++;
        for (int scanned = start; ; ) {
            while (scanned < limit && bytes[scanned] != '\n') {
                scanned++;
            }
            if (scanned - start > MAX_LENGTH) {
                throw new MalformedRecordingException(
                        name, number, "the line must not have more than " + MAX_LENGTH + " bytes", null);
            }
            if (scanned < limit) {
                end = scanned;
                return true;
            }
            scanned -= makeRoom();
            if (!fill()) {
                end = limit;
                return false;
            }
        }
    }

    /** Returns the current line, without its end; valid until the next call. */
    ByteBuffer line() {
        return ByteBuffer.wrap(bytes, start, end - start);
    }

    /** Returns its number, from 1. */
    long number() {
        return number;
    }

    /** Returns the position in the file of the current line. */
    long position() {
        return origin + start;
    }

    /** Returns the position in the file of the next line. */
    long nextPosition() {
        return origin + end + 1;
    }

    /** Moves the current line to the front, and enlarges the array if necessary. Returns the distance moved. */
    private int makeRoom() {
        int moved = start;
        if (moved > 0) {
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            origin += moved;
            limit -= moved;
            start = 0;
        } else if (limit == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, MAX_LENGTH + FIRST_LENGTH));
        }
        return moved;
    }

    private boolean fill() throws IOException {
        ByteBuffer room = ByteBuffer.wrap(bytes, limit, bytes.length - limit);
        source.read(origin + limit, room);
        boolean more = room.position() > limit;
        limit = room.position();
        return more;
    }
}
