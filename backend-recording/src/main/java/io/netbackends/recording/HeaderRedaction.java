// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Replaces the values of some headers in one direction of a stream, byte by byte.
 *
 * <p>It knows lines, not messages, so it finds a header wherever a line begins with its name: in each message of a connection
 * that is kept alive, in trailers, and in a body that looks like one. Nothing is ever held back, since the name itself may be
 * shown: so it does not matter where a line is cut, and memory is bounded by the longest name.
 *
 * <pre>{@code
 *           ':' of a listed name           LF               space or tab
 *   NAME ────────────────────────▶ VALUE ──────▶ VALUE_END ──────────────▶ FOLD
 *    │ ▲                                             │  ▲                    │
 *    │ │ CR, LF                                      │  └────────────────────┘ LF
 *    ▼ │                                             │ any other byte
 *   OTHER                              NAME ◀────────┘
 * }</pre>
 *
 * <p>Where parsers differ it errs on the side of redaction: white space around the name is passed over; a CR alone begins a
 * line, but does not end a value.
 */
final class HeaderRedaction {
    /** Takes what remains. */
    interface Output {
        void put(byte b);
    }

    private enum State {
        /** In a line that may still turn out to be a listed header. */
        NAME,
        /** In a line that is none. */
        OTHER,
        /** In a value that is dropped. */
        VALUE,
        /** Behind the line end of such a value, which the next line may continue. */
        VALUE_END,
        /** In a line that continues it, which is dropped with its end. */
        FOLD
    }

    private static final byte[] REPLACEMENT = " [redacted]".getBytes(StandardCharsets.US_ASCII);

    private final Set<String> names;
    private final int longest;
    private final Output output;
    private final StringBuilder name = new StringBuilder();
    private State state = State.NAME;
    private boolean afterCr;

    /** Redacts the headers of these names, which are in lower case. */
    HeaderRedaction(Set<String> names, Output output) {
        this.names = names;
        this.longest = names.stream().mapToInt(String::length).max().orElse(0);
        this.output = output;
    }

    void put(byte b) {
        switch (state) {
            case NAME -> name(b);
            case OTHER -> other(b);
            case VALUE -> value(b);
            case VALUE_END -> valueEnd(b);
            case FOLD -> fold(b);
        }
    }

    private void name(byte b) {
        output.put(b);
        if (b == '\r' || b == '\n') {
            name.setLength(0);
        } else if (b == ':') {
            if (names.contains(name.toString().stripTrailing())) {
                for (byte replacement : REPLACEMENT) {
                    output.put(replacement);
                }
                state = State.VALUE;
            } else {
                state = State.OTHER;
            }
        } else if (b == ' ' || b == '\t') {
            // One space stands for any number, so that none of them makes the name too long.
            if (name.length() > 0 && name.charAt(name.length() - 1) != ' ') {
                name.append(' ');
            }
        } else {
            name.append(Character.toLowerCase((char) (b & 0xff)));
        }
        if (name.length() > longest + 1) {
            state = State.OTHER;
        }
    }

    private void other(byte b) {
        output.put(b);
        if (b == '\r' || b == '\n') {
            beginLine();
        }
    }

    private void value(byte b) {
        if (b == '\n') {
            if (afterCr) {
                output.put((byte) '\r');
            }
            output.put(b);
            state = State.VALUE_END;
        }
        afterCr = b == '\r';
    }

    private void valueEnd(byte b) {
        if (b == ' ' || b == '\t') {
            state = State.FOLD;
        } else {
            beginLine();
            put(b);
        }
    }

    private void fold(byte b) {
        if (b == '\n') {
            state = State.VALUE_END;
        }
    }

    private void beginLine() {
        name.setLength(0);
        state = State.NAME;
    }
}
