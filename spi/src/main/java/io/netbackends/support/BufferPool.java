// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A pool of free buffers of one size. A thread looks in a few slots, starting at one that depends on the thread; if these
 * are empty, it allocates a buffer. Safe for use by several threads.
 */
final class BufferPool {
    /** The number of slots in which a thread looks. */
    private static final int LOOKS = 4;

    private final int size;
    private final IntFunction<ByteBuffer> allocator;
    private final AtomicReferenceArray<@Nullable ByteBuffer> places;

    BufferPool(int size, int count, IntFunction<ByteBuffer> allocator) {
        this.size = size;
        this.allocator = allocator;
        places = new AtomicReferenceArray<>(count);
    }

    /** Returns a buffer ready to be filled; {@link #put} takes it back. */
    ByteBuffer take() {
        int first = first();
        for (int i = first; i < first + LOOKS; i++) {
            int place = i % places.length();
            ByteBuffer spare = places.get(place) == null ? null : places.getAndSet(place, null);
            if (spare != null) {
                return spare.clear().order(ByteOrder.BIG_ENDIAN); // a transport may have changed it
            }
        }
        return allocator.apply(size);
    }

    /** Takes back a buffer, or drops it if the slots of this thread are full. */
    void put(ByteBuffer buffer) {
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
