// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for TLS that no stream needs now: so an idle stream holds none, and a busy one need not make new ones. They are
 * shared by all streams, have one of two sizes, and take 1.5 MiB at most.
 *
 * <p>A thread looks in few places, beginning with one of its own: where that finds nothing, a new buffer does as well. What
 * comes back is wiped: plaintext must not stay longer than the stream that it belongs to.
 */
final class SpareBuffers {
    /** Room for one record. */
    static final int SMALL = 17 * 1024;

    /** Room for many records at a time: it saves a quarter of the CPU time of a bulk transfer. */
    static final int LARGE = 128 * 1024;

    private static final SpareBuffers SMALL_ONES = new SpareBuffers(SMALL, 32);
    private static final SpareBuffers LARGE_ONES = new SpareBuffers(LARGE, 8);

    /** How many places a thread looks in. */
    private static final int LOOKS = 4;

    private final int size;
    private final AtomicReferenceArray<@Nullable ByteBuffer> places;

    private SpareBuffers(int size, int count) {
        this.size = size;
        places = new AtomicReferenceArray<>(count);
    }

    /** Returns a buffer on the heap, of at least this capacity, ready to be filled; {@link #give} takes it back. */
    static ByteBuffer take(int capacity) {
        if (capacity > LARGE) {
            return ByteBuffer.allocate(capacity);
        }
        return (capacity <= SMALL ? SMALL_ONES : LARGE_ONES).take();
    }

    /**
     * Takes back a buffer that nobody uses any more, or forgets it where there are enough. So many bytes from its beginning are
     * wiped: engines decrypt in place, and leave plaintext where the ciphertext was.
     */
    static void give(ByteBuffer buffer, int used) {
        int start = buffer.arrayOffset();
        Arrays.fill(buffer.array(), start, start + used, (byte) 0);
        if (buffer.capacity() == SMALL) {
            SMALL_ONES.put(buffer);
        } else if (buffer.capacity() == LARGE) {
            LARGE_ONES.put(buffer);
        }
    }

    private ByteBuffer take() {
        int first = first();
        for (int i = first; i < first + LOOKS; i++) {
            int place = i % places.length();
            ByteBuffer spare = places.get(place) == null ? null : places.getAndSet(place, null);
            if (spare != null) {
                return spare.clear().order(ByteOrder.BIG_ENDIAN); // who knows what a transport has set
            }
        }
        return ByteBuffer.allocate(size);
    }

    private void put(ByteBuffer buffer) {
        int first = first();
        for (int i = first; i < first + LOOKS; i++) {
            int place = i % places.length();
            if (places.get(place) == null && places.compareAndSet(place, null, buffer)) {
                return;
            }
        }
    }

    private int first() {
        return (int) Math.floorMod(Thread.currentThread().getId(), (long) places.length());
    }
}
