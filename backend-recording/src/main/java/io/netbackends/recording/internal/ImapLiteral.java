// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

/**
 * Parses the length of a literal at the end of a line of IMAP, {@code {5}} or {@code {5+}}, and counts its remaining bytes.
 */
final class ImapLiteral {
    private static final int MAX_DIGITS = 10;

    private long length = -1;
    private int digits;
    private boolean closed;
    private long left;

    /** Accepts a byte of a line. */
    void take(byte b) {
        if (b == '{') {
            length = 0;
            digits = 0;
            closed = false;
        } else if (b == '}' && digits > 0) {
            closed = true;
        } else if (!closed && b >= '0' && b <= '9' && digits < MAX_DIGITS) {
            length = length * 10 + b - '0';
            digits++;
        } else if (closed || b != '+') {
            digits = 0;
            closed = false;
        }
    }

    /** Call at the end of a line. Returns whether a literal follows. */
    boolean begins() {
        boolean begins = closed;
        left = closed ? length : 0;
        digits = 0;
        closed = false;
        return begins;
    }

    boolean isWithin() {
        return left > 0;
    }

    void skip() {
        left--;
    }
}
