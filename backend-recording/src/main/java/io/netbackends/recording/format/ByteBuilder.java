// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that grow at their end, and are emptied all at once. */
final class ByteBuilder {
    private static final int INITIAL = 256;

    /** What is kept when it is emptied: one large event should not be paid for in memory ever after. */
    private static final int KEPT = 4 * 1024 * 1024;

    private ByteBuffer bytes = ByteBuffer.allocate(INITIAL);

    int size() {
        return bytes.position();
    }

    ByteBuilder put(byte b) {
        room(1).put(b);
        return this;
    }

    ByteBuilder put(ByteBuffer source) {
        room(source.remaining()).put(source);
        return this;
    }

    ByteBuilder put(byte[] source) {
        room(source.length).put(source);
        return this;
    }

    /** In UTF-8. */
    ByteBuilder put(String text) {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the buffer itself, filled up to its position, with room for this many bytes more. */
    ByteBuffer room(int size) {
        if (bytes.remaining() < size) {
            int needed = Math.addExact(bytes.position(), size);
            bytes = ByteBuffer.allocate((int) Math.max(needed, Math.min(2L * bytes.capacity(), Integer.MAX_VALUE - 8)))
                    .order(bytes.order())
                    .put(bytes.flip());
        }
        return bytes;
    }

    /** Returns the array of the buffer that {@link #room} returned last; both count from the same byte. */
    byte[] array() {
        assert bytes.arrayOffset() == 0;
        return bytes.array();
    }

    /** Returns what is in the buffer; the view is valid until the next call. */
    ByteBuffer content() {
        return bytes.duplicate().flip();
    }

    /** Returns what is in the buffer, and empties it; the view is valid until the next call. */
    ByteBuffer take() {
        ByteBuffer content = content();
        clear();
        return content;
    }

    /** Takes away what came after the first bytes. */
    void truncate(int size) {
        bytes.position(size);
    }

    void clear() {
        if (bytes.capacity() > KEPT) {
            bytes = ByteBuffer.allocate(INITIAL).order(bytes.order());
        }
        bytes.clear();
    }
}
