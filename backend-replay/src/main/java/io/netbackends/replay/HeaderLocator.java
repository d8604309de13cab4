// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the header of an HTTP request that contains a difference, and a setting that would ignore it. */
final class HeaderLocator {
    private static final Pattern REQUEST =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+ \\S+ HTTP/1\\.[01]\r?\n.*", Pattern.DOTALL);
    private static final int MAX_FIRST_LINE = 16 * 1024;
    private static final int MAX_NAME = 64;

    /** The lenient matcher ignores this header, but not the length of the body. */
    private static final String CONTENT_LENGTH = "content-length";

    private enum State {
        /** In the first line of a request. */
        FIRST_LINE,
        /** In the name of a header. */
        NAME,
        /** In the value of a header. */
        VALUE,
        /** Outside the head of a request. */
        OTHER
    }

    private final StringBuilder name = new StringBuilder();
    private State state = State.OTHER;

    /** Whether the bytes begin with the first line of an HTTP/1.1 request. */
    static boolean isRequest(ByteBuffer bytes) {
        byte[] first = new byte[Math.min(bytes.remaining(), MAX_FIRST_LINE)];
        bytes.get(bytes.position(), first);
        return REQUEST.matcher(new String(first, ISO_8859_1)).matches();
    }

    /** Begins a recorded write. */
    void begin(ByteBuffer recorded) {
        if (isRequest(recorded)) {
            state = State.FIRST_LINE;
        }
    }

    /** Accepts the next byte, which is the same on both sides. */
    void take(byte b) {
        if (b == '\n' && state != State.OTHER) {
            state = state == State.NAME && name.toString().isBlank() ? State.OTHER : State.NAME;
            name.setLength(0);
        } else if (b == ':' && state == State.NAME) {
            state = State.VALUE;
        } else if (state == State.NAME) {
            name.append((char) (b & 0xff));
            if (name.length() > MAX_NAME) {
                state = State.VALUE;
                name.setLength(0);
            }
        }
    }

    /** Returns advice about a difference in the value of the current header. */
    Remedy remedy() {
        String header = state == State.VALUE ? name.toString().strip().toLowerCase(Locale.ROOT) : "";
        if (header.isEmpty() || header.equals(CONTENT_LENGTH)) {
            return Remedy.RENEW;
        }
        return HttpWriteMatcher.IGNORED.contains(header) ? Remedy.LENIENT : Remedy.ignoring(header);
    }
}
