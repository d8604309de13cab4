// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Finds the values of some headers in one direction of a stream, byte by byte, wherever a line begins with such a name: in
 * each message of a persistent connection, in pipelined requests, in trailers, and in a body that looks like a header. In a
 * stream whose values are already replaced, it finds the same places again.
 *
 * <p>It never holds back bytes, since the name itself may be shown. So a line may be split anywhere, and memory is bounded.
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
 * <p>Where parsers differ, this class errs on the side of redaction. White space, control characters and non-ASCII bytes
 * before and after the name are skipped; a CR alone begins a line, but does not end a value. Line ends are not part of a
 * value, nor are spaces and tabs before it.
 *
 * <p>Not safe for use by several threads.
 */
final class HeaderValueScanner implements SecretScanner {
    private enum State {
        /** In a line that may still become a listed header. */
        NAME,
        /** After white space behind a name: only a colon may follow. */
        NAME_END,
        /** In a line that is not a listed header. */
        OTHER,
        /** Before a value. */
        VALUE_BEGIN,
        /** In a value. */
        VALUE,
        /** After the line end of a value, which the next line may continue. */
        VALUE_END
    }

    /** Sorted. The names from {@code low} to {@code high} begin with the bytes read of this line. */
    private final byte[][] names;

    /** For each first byte of a line, whether the line cannot be a listed header for any parser. */
    private final boolean[] beginsOther = new boolean[256];

    private int low;
    private int high;

    /** The number of bytes read of the name. */
    private int length;

    private State state = State.NAME;

    /**
     * Creates a scanner at the beginning of a stream.
     *
     * @param names the names of the headers, in lower case
     */
    HeaderValueScanner(Set<String> names) {
        this.names = names.stream()
                .sorted()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        Arrays.fill(beginsOther, '!', '~' + 1, true);
        for (byte[] name : this.names) {
            beginsOther[name[0]] = false;
            beginsOther[Character.toUpperCase(name[0])] = false;
        }
        beginLine();
    }

    @Override
    public void replace(ByteBuffer bytes) {
        if (!bytes.hasArray()) {
            SecretScanner.super.replace(bytes);
            return;
        }
        byte[] array = bytes.array();
        int end = bytes.arrayOffset() + bytes.limit();
        for (int i = bytes.arrayOffset() + bytes.position(); i < end; i++) {
            if (state == State.OTHER) { // nearly always
                i = LineEnds.next(array, i, end);
                if (i == end) {
                    return;
                }
                beginLine();
            } else if (state == State.NAME && length == 0 && beginsOther[array[i] & 0xff]) {
                state = State.OTHER;
            } else if (isSecret(array[i])) {
                array[i] = ASTERISK;
            }
        }
    }

    @Override
    public boolean isSecret(byte b) {
        if (state == State.VALUE_END) {
            if (b == ' ' || b == '\t') {
                state = State.VALUE_BEGIN;
                return false;
            }
            beginLine();
        }
        switch (state) {
            case NAME, NAME_END, OTHER -> {
                name(b);
                return false;
            }
            default -> {
                return value(b);
            }
        }
    }

    private void name(byte b) {
        if (LineEnds.isLineEnd(b)) {
            beginLine();
        } else if (state == State.OTHER) {
            return;
        } else if (b == ':') {
            state = low < high && names[low].length == length ? State.VALUE_BEGIN : State.OTHER;
        } else if (b == ' ' || b == '\t') {
            state = length == 0 ? State.NAME : State.NAME_END;
        } else if (b > ' ' && b != 0x7f) {
            narrow(state == State.NAME ? (byte) Character.toLowerCase(b) : 0);
        }
    }

    /** Narrows the range to the names that continue with this byte; the shortest of them comes first. */
    private void narrow(byte next) {
        while (low < high && (names[low].length == length || names[low][length] != next)) {
            low++;
        }
        while (low < high && names[high - 1][length] != next) {
            high--;
        }
        length++;
        if (low == high) {
            state = State.OTHER; // true for most lines
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
        low = 0;
        high = names.length;
        length = 0;
        state = State.NAME;
    }
}
