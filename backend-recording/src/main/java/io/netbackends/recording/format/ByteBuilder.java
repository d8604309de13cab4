// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A growing buffer of bytes, with append and clear. */
final class ByteBuilder {
    private static final int INITIAL = 256;

    /** The largest capacity kept after clearing, so that one large event does not occupy memory forever. */
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

    /** Returns the buffer itself: its content ends at its position, and at least {@code size} bytes remain. */
    ByteBuffer room(int size) {
        if (bytes.remaining() < size) {
            int needed = Math.addExact(bytes.position(), size);
            bytes = ByteBuffer.allocate((int) Math.max(needed, Math.min(2L * bytes.capacity(), Integer.MAX_VALUE - 8)))
                    .order(bytes.order())
                    .put(bytes.flip());
        }
        return bytes;
    }

    /** Returns the array of the buffer that {@link #room} returned last; their indexes are the same. */
    byte[] array() {
        assert bytes.arrayOffset() == 0;
        return bytes.array();
    }

    /** Returns a view of the content, valid until the next call. */
    ByteBuffer content() {
        return bytes.duplicate().flip();
    }

    /** Returns a view of the content, valid until the next call, and clears the buffer. */
    ByteBuffer take() {
        ByteBuffer content = content();
        clear();
        return content;
    }

    /** Truncates the content. */
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
