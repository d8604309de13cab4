// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces the values of some headers in one direction of a stream, byte by byte.
 *
 * <p>It knows lines, not messages, so it finds a header wherever a line begins with its name: in each message of a connection
 * that is kept alive, in trailers, and in a body that looks like one. Nothing is ever held back, since the name itself may be
 * shown: so it does not matter where a line is cut, and memory is bounded by the longest name.
 *
 * <pre>{@code
 *           ':' of a listed name           LF               space or tab
 *   NAME ────────────────────────▶ VALUE ──────▶ VALUE_END ──────────────▶ VALUE
 *    │ ▲                                             │
 *    │ │ CR, LF                                      │ any other byte
 *    ▼ │                                             ▼
 *   OTHER                                          NAME
 * }</pre>
 *
 * <p>Where parsers differ it errs on the side of redaction: white space around the name is passed over; a CR alone begins a
 * line, but does not end a value. Line ends stay, and spaces and tabs before a value.
 */
final class HttpHeaderRedactor implements Redactor {
    private enum State {
        /** In a line that may still turn out to be a listed header. */
        NAME,
        /** In a line that is none. */
        OTHER,
        /** Before a value that is replaced. */
        VALUE_BEGIN,
        /** In a value that is replaced. */
        VALUE,
        /** Behind the line end of such a value, which the next line may continue. */
        VALUE_END
    }

    private static final byte REPLACEMENT = '*';

    /** A byte of 1 eight times: what it is multiplied by is in each byte. */
    private static final long EIGHT_ONES = 0x0101_0101_0101_0101L;

    private final Set<String> names;
    private final int longest;
    private final String initials;
    private final StringBuilder name = new StringBuilder();
    private State state = State.NAME;

    /** Redacts the headers of these names, which are in lower case. */
    HttpHeaderRedactor(Set<String> names) {
        this.names = names;
        this.longest = names.stream().mapToInt(String::length).max().orElse(0);
        this.initials = names.stream().map(name -> name.substring(0, 1)).collect(Collectors.joining());
    }

    @Override
    public void redact(ByteBuffer bytes) {
        int end = bytes.limit();
        for (int i = bytes.position(); i < end; i++) {
            if (state == State.OTHER) { // nearly always: worth loops of its own
                i = lineEnd(bytes, i, end);
                if (i == end) {
                    return;
                }
            }
            if (isSecret(bytes.get(i))) {
                bytes.put(i, REPLACEMENT);
            }
        }
    }

    /** Returns where the next line end is, or the end: eight bytes at a time, as long as there is none among them. */
    private static int lineEnd(ByteBuffer bytes, int from, int end) {
        int i = from;
        while (i <= end - Long.BYTES && !hasLineEnd(bytes.getLong(i))) {
            i += Long.BYTES;
        }
        while (i < end && !isLineEnd(bytes.get(i))) {
            i++;
        }
        return i;
    }

    private static boolean hasLineEnd(long eight) {
        return hasZero(eight ^ EIGHT_ONES * '\r') || hasZero(eight ^ EIGHT_ONES * '\n');
    }

    /** Whether one of the eight bytes is 0: the lowest one that is, if any, borrows from its highest bit, which was not set. */
    private static boolean hasZero(long eight) {
        return (eight - EIGHT_ONES & ~eight & EIGHT_ONES << 7) != 0;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n';
    }

    private boolean isSecret(byte b) {
        if (state == State.VALUE_END) {
            if (b == ' ' || b == '\t') {
                state = State.VALUE_BEGIN;
                return false;
            }
            beginLine();
        }
        switch (state) {
            case OTHER -> {
                if (isLineEnd(b)) {
                    beginLine();
                }
                return false;
            }
            case NAME -> {
                name(b);
                return false;
            }
            default -> {
                return value(b);
            }
        }
    }

    private void name(byte b) {
        if (isLineEnd(b)) {
            name.setLength(0);
        } else if (b == ':') {
            state = names.contains(name.toString().stripTrailing()) ? State.VALUE_BEGIN : State.OTHER;
        } else if (b == ' ' || b == '\t') {
            // One space stands for any number, so that none of them makes the name too long.
            if (name.length() > 0 && name.charAt(name.length() - 1) != ' ') {
                name.append(' ');
            }
        } else {
            char c = Character.toLowerCase((char) (b & 0xff));
            if (name.length() == 0 && initials.indexOf(c) < 0) {
                state = State.OTHER; // as most lines do
                return;
            }
            name.append(c);
        }
        if (name.length() > longest + 1) {
            state = State.OTHER;
        }
    }

    private boolean value(byte b) {
        if (b == '\n') {
            state = State.VALUE_END;
        } else if (b != '\r' && !(state == State.VALUE_BEGIN && (b == ' ' || b == '\t'))) {
            state = State.VALUE;
            return true;
        }
        return false;
    }

    private void beginLine() {
        name.setLength(0);
        state = State.NAME;
    }
}
