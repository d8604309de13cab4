// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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

    /** Receives a line in UTF-8; the array is valid during the call. */
    interface Output {
        void line(byte[] array, int start, int length);
    }

    private final Output output;

    /** The held part of a line, in UTF-8. */
    private final ByteBuilder line = new ByteBuilder();

    private int length;

    /** Whether the last byte was a CR, which belongs to a line end if LF follows, and is otherwise shown. */
    private boolean afterCr;

    /** Whether part of this line was output: if the line end follows immediately, no empty line is output. */
    private boolean begun;

    /** Creates a buffer. The output receives each line in UTF-8, without its line end. */
    PrintableLineBuffer(Output output) {
        this.output = output;
    }

    /** Consumes the bytes of an array from one index to another. */
    void put(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end) {
            byte b = bytes[i];
            if (b == '\n') {
                endLine();
                i++;
            } else if (afterCr) {
                afterCr = false;
                line.put(REPLACEMENT_BYTES);
                lengthened(1);
            } else if (b == '\r') {
                afterCr = true;
                i++;
            } else {
                int next = length == 0 ? wholeLine(bytes, i, end) : i;
                i = next > i ? next : append(bytes, i, end);
            }
        }
    }

    /** Outputs the next line if it is complete and printable. Returns the index after it, or the start if it is not. */
    private int wholeLine(byte[] bytes, int start, int end) {
        int lineEnd = PrintableBytes.end(bytes, start, Math.min(end, start + MAX_LENGTH));
        int lineFeed = lineEnd < end && bytes[lineEnd] == '\r' ? lineEnd + 1 : lineEnd;
        if (lineFeed == end || bytes[lineFeed] != '\n') {
            return start;
        }
        begun = false;
        output.line(bytes, start, lineEnd - start);
        return lineFeed + 1;
    }

    /** Consumes bytes up to a line end, or until the line is full. Returns the index of the next one. */
    private int append(byte[] bytes, int start, int end) {
        int most = Math.min(end - start, MAX_LENGTH - length);
        ByteBuffer out = line.room(PrintableBytes.room(most));
        int next = PrintableBytes.show(bytes, start, start + most, out);
        lengthened(next - start);
        return next;
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
        text.chars().forEach(c -> result.append(PrintableBytes.isPrintable(c) ? (char) c : REPLACEMENT));
        return result.toString();
    }

    private void endLine() {
        if (length > 0 || !begun) {
            putOut();
        }
        begun = false;
        afterCr = false;
    }

    private void putOut() {
        output.line(line.array(), 0, line.size());
        line.clear();
        length = 0;
    }
}
