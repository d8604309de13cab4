// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.ConnectionInfo;
import io.netbackends.recording.Redaction;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the places in recorded bytes where the value of a header was replaced by asterisks. */
final class RedactedValues {
    private static final String OFF = Redaction.off().toString();
    private static final String WORD = "headers ";
    private static final char REPLACEMENT = '*';

    private enum State {
        /** In a line that may turn out to be a header in question. */
        NAME,
        OTHER,
        /** Before the value of one. */
        VALUE_BEGIN,
        VALUE,
        /** Behind the end of its line, which the next one may continue. */
        VALUE_END
    }

    private final Set<String> names;
    private final int longest;
    private final StringBuilder name = new StringBuilder();
    private State state = State.NAME;

    private RedactedValues(Set<String> names) {
        this.names = names;
        this.longest = names.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Returns null if no values of headers were replaced. */
    static @Nullable RedactedValues of(String redaction) {
        Set<String> names = redaction.startsWith(WORD) ? names(redaction) : null;
        return names == null ? null : new RedactedValues(names);
    }

    /** Returns the names, in lower case, of the headers whose values were replaced; null if that cannot be told. */
    static @Nullable Set<String> names(String redaction) {
        if (redaction.equals(OFF)) {
            return Set.of();
        }
        return redaction.startsWith(WORD)
                ? Arrays.stream(redaction.substring(WORD.length()).split(" "))
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet())
                : null;
    }

    /**
     * Returns what a program has written as it would have been recorded, with the same position: what is kept out of
     * recordings is to be kept out of messages, too.
     *
     * @param written from the beginning of a line on, to its limit
     */
    static ByteBuffer hide(ByteBuffer written, String redaction) {
        if (!redaction.startsWith(WORD)) {
            return written;
        }
        ByteBuffer copy = ByteBuffer.allocate(written.limit())
                .put(written.duplicate().rewind())
                .flip();
        redaction(redaction)
                .redactor(new ConnectionInfo(null, null, false, null, ""), true)
                .redact(copy.duplicate());
        return copy.position(written.position());
    }

    private static Redaction redaction(String inWords) {
        try {
            return Redaction.ofHttpHeaders(inWords.substring(WORD.length()).split(" "));
        } catch (IllegalArgumentException e) { // a file may say anything
            return Redaction.ofHttpHeaders();
        }
    }

    /** Takes the next byte; returns whether it is the first one of a value that was replaced. */
    boolean begin(byte b) {
        if (state == State.VALUE_END) {
            state = b == ' ' || b == '\t' ? State.VALUE_BEGIN : State.NAME;
        }
        switch (state) {
            case NAME -> name(b);
            case VALUE_BEGIN -> {
                if (b == REPLACEMENT) {
                    state = State.VALUE;
                    return true;
                }
                value(b);
            }
            case VALUE -> value(b);
            default -> {
                if (b == '\n' || b == '\r') {
                    beginLine();
                }
            }
        }
        return false;
    }

    private void name(byte b) {
        if (b == '\r' || b == '\n') {
            beginLine();
        } else if (b == ':') {
            state = names.contains(name.toString().strip()) ? State.VALUE_BEGIN : State.OTHER;
        } else if (name.length() > 2 * longest) {
            state = State.OTHER;
        } else {
            name.append(Character.toLowerCase((char) (b & 0xff)));
        }
    }

    private void value(byte b) {
        if (b == '\n') {
            beginLine();
            state = State.VALUE_END;
        } else if (b != ' ' && b != '\t' && b != '\r') {
            state = State.VALUE;
        }
    }

    private void beginLine() {
        name.setLength(0);
        state = State.NAME;
    }
}
