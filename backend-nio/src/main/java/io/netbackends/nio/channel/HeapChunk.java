// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.nio.ByteBuffer;

/**
 * Limits what is given to a channel at a time: the JDK copies what is in heap buffers to and from a direct one, as large as all
 * of it, which stays with the thread.
 */
final class HeapChunk {
    private static final int SIZE = 128 * 1024;

    private HeapChunk() {}

    /** Moves the limit of a heap buffer forward where needed; the caller restores it. */
    static ByteBuffer of(ByteBuffer buffer) {
        return buffer.isDirect() ? buffer : buffer.limit(Math.min(buffer.limit(), buffer.position() + SIZE));
    }
}
