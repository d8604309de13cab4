// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.nio.ByteBuffer;

/**
 * Finds secret values of header fields in the frames of HTTP/2, by {@link HpackValues}. Works for both directions.
 */
final class Http2Values implements SecretScanner {
    private static final int PREFACE = 24;
    private static final int FRAME_HEADER = 9;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PUSH_PROMISE = 5;
    private static final int CONTINUATION = 9;
    private static final int PADDED = 8;
    private static final int PRIORITY = 0x20;

    private final HpackValues values = new HpackValues();

    /** The number of bytes to skip. */
    private long run;

    private boolean begun;
    private int taken;
    private int stream;
    private int type;
    private int flags;
    private int length;

    /** The remaining bytes of header fields. */
    private int fields;

    /** The number of padding bytes after them. */
    private int padding;

    /** Whether the next byte is the length of the padding. */
    private boolean paddingNext;

    /** Creates a scanner. {@code preface} is true for the client, whose first bytes are the connection preface. */
    Http2Values(boolean preface) {
        run = preface ? PREFACE : 0;
    }

    @Override
    public boolean isSecret(byte b) {
        if (run > 0) {
            run--;
        } else if (paddingNext) {
            paddingNext = false;
            padding = b & 0xff;
            fields(fields - 1 - padding);
        } else if (fields > 0) {
            fields--;
            if (fields == 0) {
                run = padding;
                padding = 0;
            }
            return values.isSecret(b);
        } else {
            header(b & 0xff);
        }
        return false;
    }

    @Override
    public byte replacement() {
        return values.replacement();
    }

    @Override
    public void replace(ByteBuffer bytes) {
        int i = bytes.position();
        while (i < bytes.limit()) {
            if (run > 0) {
                int passed = (int) Math.min(run, bytes.limit() - i);
                run -= passed;
                i += passed;
            } else {
                if (isSecret(bytes.get(i))) {
                    bytes.put(i, replacement());
                }
                i++;
            }
        }
    }

    private void header(int b) {
        if (taken < 3) {
            length = length << 8 | b;
        } else if (taken == 3) {
            type = b;
        } else if (taken == 4) {
            flags = b;
        } else {
            stream = stream << 8 | b;
        }
        taken++;
        if (taken == FRAME_HEADER) {
            if (begun || (type == SETTINGS && stream == 0)) {
                frame();
            } else { // not HTTP/2
                run = Long.MAX_VALUE;
            }
            begun = true;
            taken = 0;
            stream = 0;
            length = 0;
        }
    }

    private void frame() {
        if (type != HEADERS && type != PUSH_PROMISE && type != CONTINUATION) {
            run = length;
            return;
        }
        fields = length;
        if (type != CONTINUATION && (flags & PADDED) != 0 && length > 0) {
            paddingNext = true;
        } else {
            fields(length);
        }
    }

    /** Skips the bytes before the fields. */
    private void fields(int size) {
        int before = type == PUSH_PROMISE ? 4 : type == HEADERS && (flags & PRIORITY) != 0 ? 5 : 0;
        fields = Math.max(0, size - before);
        run = Math.min(Math.max(0, size), before);
        if (fields == 0) {
            run += padding;
            padding = 0;
        }
    }
}
