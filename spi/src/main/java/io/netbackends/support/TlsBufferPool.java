// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for TLS that no stream is using, shared by all streams: an idle stream holds none, and a busy stream seldom
 * allocates. They have one of two sizes, and take 1.5 MiB at most.
 *
 * <p>A thread looks in a few places, starting at one that depends on the thread; if these are empty, it allocates. A released
 * buffer is wiped: plaintext must not outlive the stream that it belongs to.
 */
final class TlsBufferPool {
    /** Room for one record. */
    static final int SMALL = 17 * 1024;

    /** Room for many records at a time: it saves a quarter of the CPU time of a bulk transfer. */
    static final int LARGE = 128 * 1024;

    private static final TlsBufferPool SMALL_ONES = new TlsBufferPool(SMALL, 32);
    private static final TlsBufferPool LARGE_ONES = new TlsBufferPool(LARGE, 8);

    /** How many places a thread looks in. */
    private static final int LOOKS = 4;

    private final int size;
    private final AtomicReferenceArray<@Nullable ByteBuffer> places;

    private TlsBufferPool(int size, int count) {
        this.size = size;
        places = new AtomicReferenceArray<>(count);
    }

    /** Returns a buffer on the heap, of at least this capacity, ready to be filled; {@link #release} takes it back. */
    static ByteBuffer take(int capacity) {
        if (capacity > LARGE) {
            return ByteBuffer.allocate(capacity);
        }
        return (capacity <= SMALL ? SMALL_ONES : LARGE_ONES).take();
    }

    /**
     * Takes back a buffer, or drops it if the pool is full. Its first {@code used} bytes are wiped: engines decrypt in place,
     * and leave plaintext where the ciphertext was.
     */
    static void release(ByteBuffer buffer, int used) {
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
                return spare.clear().order(ByteOrder.BIG_ENDIAN); // a transport may have changed it
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
