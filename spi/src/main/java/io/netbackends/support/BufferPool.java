// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Buffers of one size that no thread is using. A thread looks in a few places, starting at one that depends on the thread; if
 * these are empty, it allocates. Safe for use by several threads.
 */
final class BufferPool {
    /** How many places a thread looks in. */
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

    /** Takes back a buffer, or drops it if the places of this thread are taken. */
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
