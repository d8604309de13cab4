// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import java.nio.ByteBuffer;

/** A queue of bytes with a limit, whose memory grows as needed. For one thread at a time. */
final class ByteRing {
    private static final int FIRST_LENGTH = 8 * 1024;

    private final int capacity;
    private byte[] bytes = {};
    private int head;
    private int size;

    ByteRing(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    boolean hasRoom() {
        return size < capacity;
    }

    /** Adds as many bytes as there is room for; returns their number. */
    int fill(ByteBuffer src) {
        int n = Math.min(src.remaining(), capacity - size);
        ensureLength(n);
        int tail = head - (bytes.length - size);
        int start = tail < 0 ? tail + bytes.length : tail;
        int first = Math.min(n, bytes.length - start);
        src.get(bytes, start, first).get(bytes, 0, n - first);
        size += n;
        return n;
    }

    /** Removes as many bytes as there are and as the buffer has room for; returns their number. */
    int moveTo(ByteBuffer dst) {
        int n = Math.min(dst.remaining(), size);
        int first = Math.min(n, bytes.length - head);
        dst.put(bytes, head, first).put(bytes, 0, n - first);
        head = n < bytes.length - head ? head + n : n - first;
        size -= n;
        return n;
    }

    /** Discards the content, and releases the memory. */
    void clear() {
        bytes = new byte[0];
        head = 0;
        size = 0;
    }

    private void ensureLength(int more) {
        if (bytes.length - size < more) {
            long wanted = Math.max((long) size + more, Math.max(2L * bytes.length, FIRST_LENGTH));
            byte[] longer = new byte[(int) Math.min(wanted, capacity)];
            int first = Math.min(size, bytes.length - head);
            System.arraycopy(bytes, head, longer, 0, first);
            System.arraycopy(bytes, 0, longer, first, size - first);
            bytes = longer;
            head = 0;
        }
    }
}
