// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;

/** Bytes on their way in one buffer: filled at the back, taken from the front, never mistaken for one another. */
final class ByteQueue {
    /** Between {@link #beginFill} and {@link #endFill} ready for filling, otherwise for taking. */
    private ByteBuffer buffer;

    ByteQueue(int capacity) {
        buffer = ByteBuffer.allocate(capacity).flip();
    }

    boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    int capacity() {
        return buffer.capacity();
    }

    /** Returns how many bytes fit in behind the content. */
    int room() {
        return buffer.capacity() - buffer.remaining();
    }

    /** Returns the content, to be taken by moving the position. */
    ByteBuffer content() {
        return buffer;
    }

    /** Returns the room behind the content, to be filled by moving the position; {@link #endFill} must follow, always. */
    ByteBuffer beginFill() {
        // compact() copies the content even to where it is already, which is dear for some records
        return buffer.position() > 0
                ? buffer.compact()
                : buffer.position(buffer.limit()).limit(buffer.capacity());
    }

    void endFill() {
        buffer.flip();
    }

    /** Moves as much content as fits. */
    void moveTo(ByteBuffer dst) {
        int n = Math.min(buffer.remaining(), dst.remaining());
        dst.put(buffer.slice(buffer.position(), n));
        buffer.position(buffer.position() + n);
    }

    void clear() {
        buffer.clear().flip();
    }

    /** Grows to at least this capacity; keeps the content. */
    void ensureCapacity(int capacity) {
        if (buffer.capacity() < capacity) {
            buffer = ByteBuffer.allocate(capacity).put(buffer).flip();
        }
    }
}
