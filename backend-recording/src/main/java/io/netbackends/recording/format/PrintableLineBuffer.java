// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of one direction of a stream, safe to print on a terminal: a byte that is neither printable ASCII nor a tab
 * becomes U+FFFD.
 *
 * <p>CR LF or LF ends a line. What there is of a line is held until its end comes, or {@link #flush}, or until it is too long.
 */
final class PrintableLineBuffer {
    /** The longest line, in characters; what is longer is continued on the next one. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final char REPLACEMENT = '\uFFFD';
    private static final byte[] REPLACEMENT_BYTES = String.valueOf(REPLACEMENT).getBytes(StandardCharsets.UTF_8);

    private final Consumer<ByteBuffer> output;

    /** In UTF-8. */
    private final ByteBuilder line = new ByteBuilder();

    private int length;

    /** Whether the last byte was a CR: part of a line end if LF follows, else to be shown. */
    private boolean afterCr;

    /** Whether part of this line was put out: if its end comes next, there is nothing left to show. */
    private boolean begun;

    /** The output gets each line in UTF-8, without its end. */
    PrintableLineBuffer(Consumer<ByteBuffer> output) {
        this.output = output;
    }

    void put(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get(bytes.position());
            if (b == '\n') {
                endLine();
                bytes.get();
            } else if (afterCr) {
                afterCr = false;
                line.put(REPLACEMENT_BYTES);
                lengthened(1);
            } else if (b == '\r') {
                afterCr = true;
                bytes.get();
            } else {
                lengthened(append(bytes));
            }
        }
    }

    /** Takes bytes up to a line end, or for as long as there is room; returns how many. */
    private int append(ByteBuffer bytes) {
        int most = Math.min(bytes.remaining(), MAX_LENGTH - length);
        ByteBuffer out = line.room(most * REPLACEMENT_BYTES.length);
        int start = bytes.position();
        int end = start + most;
        int i = start;
        for (; i < end; i++) {
            byte b = bytes.get(i);
            if (isPrintable(b)) {
                out.put(b);
            } else if (b == '\n' || b == '\r') {
                break;
            } else {
                out.put(REPLACEMENT_BYTES);
            }
        }
        bytes.position(i);
        return i - start;
    }

    private void lengthened(int by) {
        length += by;
        if (length == MAX_LENGTH) {
            flush();
        }
    }

    /** Whether nothing is held. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Puts out what is held, if anything. */
    void flush() {
        if (length > 0) {
            begun = true;
            putOut();
        }
    }

    /** Returns text in which no character can do harm. */
    static String printable(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.chars().forEach(c -> result.append(isPrintable(c) ? (char) c : REPLACEMENT));
        return result.toString();
    }

    private static boolean isPrintable(int c) {
        return (c >= ' ' && c <= '~') || c == '\t';
    }

    private void endLine() {
        if (length > 0 || !begun) {
            putOut();
        }
        begun = false;
        afterCr = false;
    }

    private void putOut() {
        output.accept(line.content());
        line.clear();
        length = 0;
    }
}
