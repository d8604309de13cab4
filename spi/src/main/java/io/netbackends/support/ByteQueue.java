// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;

/**
 * A queue of bytes in one buffer: filled at the back, taken from the front. The buffer is taken from {@link TlsBufferPool} when
 * it is needed, and released by {@link #clear} and {@link #releaseIfEmpty}.
 */
final class ByteQueue {
    private final ByteBuffer none = ByteBuffer.allocate(0);

    /** In filling mode between {@link #beginFill} and {@link #endFill}, otherwise in taking mode. */
    private ByteBuffer buffer = none;

    /** The length of the buffer's prefix that was used since the buffer left the pool. */
    private int used;

    /** The minimum capacity of the next buffer. */
    private int preferred;

    ByteQueue(int capacity) {
        preferred = capacity;
    }

    boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    int capacity() {
        return hasBuffer() ? buffer.capacity() : preferred;
    }

    /** Returns the number of bytes that fit behind the content. */
    int room() {
        return capacity() - buffer.remaining();
    }

    /** Returns the content, to be taken by moving the position. */
    ByteBuffer content() {
        return buffer;
    }

    /** Returns the room behind the content, to be filled by moving the position; {@link #endFill} must follow, always. */
    ByteBuffer beginFill() {
        if (!hasBuffer()) {
            buffer = preferred == 0 ? none : TlsBufferPool.take(preferred);
            return buffer;
        }
        // compact() would copy the content even if it starts at 0 already, which is expensive for some records
        return buffer.position() > 0
                ? buffer.compact()
                : buffer.position(buffer.limit()).limit(buffer.capacity());
    }

    void endFill() {
        buffer.flip();
        used = Math.max(used, buffer.limit());
    }

    /** Moves as much content as fits. */
    void moveTo(ByteBuffer dst) {
        int n = Math.min(buffer.remaining(), dst.remaining());
        dst.put(dst.position(), buffer, buffer.position(), n).position(dst.position() + n);
        buffer.position(buffer.position() + n);
    }

    /** Drops the content. */
    void clear() {
        buffer.limit(buffer.position());
        releaseIfEmpty();
    }

    /** Releases the buffer if it is empty. */
    void releaseIfEmpty() {
        if (hasBuffer() && isEmpty()) {
            TlsBufferPool.release(buffer, used);
            buffer = none;
            used = 0;
        }
    }

    private boolean hasBuffer() {
        return buffer.capacity() > 0;
    }

    /** Sets the minimum capacity of the next buffer; does not replace a buffer in use. */
    void prefer(int capacity) {
        preferred = capacity;
    }

    /** Grows to at least this capacity; preserves the content. */
    void ensureCapacity(int capacity) {
        if (buffer.capacity() < capacity) {
            ByteBuffer larger = TlsBufferPool.take(capacity).put(buffer).flip();
            releaseIfEmpty();
            buffer = larger;
            used = larger.limit();
        }
    }
}
