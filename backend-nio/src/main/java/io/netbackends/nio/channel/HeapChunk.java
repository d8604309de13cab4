// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.nio.ByteBuffer;

/**
 * Limits the bytes passed to a channel at a time: the JDK copies a heap buffer to or from a direct one of the same size,
 * which it caches for the thread.
 */
final class HeapChunk {
    private static final int SIZE = 128 * 1024;

    private HeapChunk() {}

    /** Reduces the limit of a heap buffer if necessary; the caller restores it. */
    static ByteBuffer of(ByteBuffer buffer) {
        return buffer.isDirect() ? buffer : buffer.limit(Math.min(buffer.limit(), buffer.position() + SIZE));
    }
}
