// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.util.function.Consumer;

/**
 * Makes lines of one direction of a stream, safe to print on a terminal: a byte that is neither printable ASCII nor a tab
 * becomes U+FFFD.
 *
 * <p>CR LF or LF ends a line. What there is of a line is held until its end comes, or {@link #flush}, or until it is too long.
 */
final class PrintableLines {
    /** The longest line, in characters; what is longer is continued on the next one. */
    static final int MAX_LENGTH = 8 * 1024;

    private static final char REPLACEMENT = '\uFFFD';

    private final Consumer<String> output;
    private final StringBuilder line = new StringBuilder();

    /** Whether the last byte was a CR: part of a line end if LF follows, else to be shown. */
    private boolean afterCr;

    /** Whether part of this line was put out: if its end comes next, there is nothing left to show. */
    private boolean begun;

    PrintableLines(Consumer<String> output) {
        this.output = output;
    }

    void put(byte b) {
        if (b == '\n') {
            endLine();
            return;
        }
        if (afterCr) {
            append(REPLACEMENT);
        }
        afterCr = b == '\r';
        if (!afterCr) {
            append(printable((char) (b & 0xff)));
        }
    }

    /** Puts out what is held, if anything. */
    void flush() {
        if (line.length() > 0) {
            begun = true;
            putOut();
        }
    }

    /** Returns text in which no character can do harm. */
    static String printable(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.chars().forEach(c -> result.append(printable((char) c)));
        return result.toString();
    }

    private static char printable(char c) {
        return (c >= ' ' && c <= '~') || c == '\t' ? c : REPLACEMENT;
    }

    private void append(char c) {
        line.append(c);
        if (line.length() == MAX_LENGTH) {
            flush();
        }
    }

    private void endLine() {
        if (line.length() > 0 || !begun) {
            putOut();
        }
        begun = false;
        afterCr = false;
    }

    private void putOut() {
        output.accept(line.toString());
        line.setLength(0);
    }
}
