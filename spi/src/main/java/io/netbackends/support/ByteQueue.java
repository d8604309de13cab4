// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;

/**
 * Bytes on their way in one buffer: filled at the back, taken from the front, never mistaken for one another. The buffer comes
 * when it is needed, and goes in {@link #clear} and {@link #releaseIfEmpty}.
 */
final class ByteQueue {
    private final ByteBuffer none = ByteBuffer.allocate(0);
    private final Buffers buffers;

    /** Between {@link #beginFill} and {@link #endFill} ready for filling, otherwise for taking. */
    private ByteBuffer buffer = none;

    /** How much of the buffer has been used since it came. */
    private int used;

    /** The capacity of the next buffer, at least. */
    private int preferred;

    /** Where buffers come from and go to. */
    enum Buffers {
        /** Shared with other streams. */
        SPARE {
            @Override
            ByteBuffer take(int capacity) {
                return SpareBuffers.take(capacity);
            }

            @Override
            void give(ByteBuffer buffer, int used) {
                SpareBuffers.give(buffer, used);
            }
        },
        /** Made for this queue, and left to the garbage collector. */
        OWN {
            @Override
            ByteBuffer take(int capacity) {
                return ByteBuffer.allocate(capacity);
            }

            @Override
            void give(ByteBuffer buffer, int used) {
                // nobody else gets it
            }
        };

        abstract ByteBuffer take(int capacity);

        abstract void give(ByteBuffer buffer, int used);
    }

    ByteQueue(int capacity, Buffers buffers) {
        this.preferred = capacity;
        this.buffers = buffers;
    }

    boolean isEmpty() {
        return !buffer.hasRemaining();
    }

    int capacity() {
        return hasBuffer() ? buffer.capacity() : preferred;
    }

    /** Returns how many bytes fit in behind the content. */
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
            buffer = preferred == 0 ? none : buffers.take(preferred);
            return buffer;
        }
        // compact() copies the content even to where it is already, which is dear for some records
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
        dst.put(buffer.slice(buffer.position(), n));
        buffer.position(buffer.position() + n);
    }

    /** Forgets the content. */
    void clear() {
        buffer.limit(buffer.position());
        releaseIfEmpty();
    }

    /** Gives the buffer away if there is nothing in it; a new one comes when it is needed. */
    void releaseIfEmpty() {
        if (hasBuffer() && isEmpty()) {
            buffers.give(buffer, used);
            buffer = none;
            used = 0;
        }
    }

    private boolean hasBuffer() {
        return buffer.capacity() > 0;
    }

    /** Sets the capacity of the next buffer, at least; the one that is in use, if any, stays. */
    void prefer(int capacity) {
        preferred = capacity;
    }

    /** Grows to at least this capacity; keeps the content. */
    void ensureCapacity(int capacity) {
        if (buffer.capacity() < capacity) {
            ByteBuffer larger = buffers.take(capacity).put(buffer).flip();
            releaseIfEmpty();
            buffer = larger;
            used = larger.limit();
        }
    }
}
