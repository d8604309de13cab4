// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes lines of one direction of a stream, safe to print on a terminal: a byte that is neither printable ASCII nor a tab
 * becomes U+FFFD.
 *
 * <p>CR LF or LF ends a line. An incomplete line is held until its end arrives, {@link #flush} is called, or the line is too
 * long.
 */
final class PrintableLineBuffer {
    /** The maximum length of a line in characters; a longer one continues on the next line. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final char REPLACEMENT = '\uFFFD';
    private static final byte[] REPLACEMENT_BYTES = String.valueOf(REPLACEMENT).getBytes(StandardCharsets.UTF_8);

    private final Consumer<ByteBuffer> output;

    /** In UTF-8. */
    private final ByteBuilder line = new ByteBuilder();

    private int length;

    /** Whether the last byte was a CR, which belongs to a line end if LF follows, and is otherwise shown. */
    private boolean afterCr;

    /** Whether part of this line was output: if the line end follows immediately, no empty line is output. */
    private boolean begun;

    /** Creates a buffer. The output receives each line in UTF-8, without its line end. */
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

    /** Consumes bytes up to a line end, or until the line is full. Returns their number. */
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

    /** Whether no text is held. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Outputs the held text, if any. */
    void flush() {
        if (length > 0) {
            begun = true;
            putOut();
        }
    }

    /** Returns the text with unprintable characters replaced. */
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
