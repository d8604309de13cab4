// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * Wraps arrays as buffers. The same array yields the same buffer, so a program that uses one array repeatedly creates no
 * garbage. For one thread at a time.
 */
final class ArrayBuffer {
    /** Weak, so that a socket does not retain the arrays of its callers. */
    private WeakReference<ByteBuffer> last = new WeakReference<>(null);

    @SuppressWarnings("ByteBufferBackingArray") // it was wrapped here with the offset 0
    ByteBuffer over(byte[] bytes, int offset, int length) {
        ByteBuffer known = last.get();
        if (known != null && known.array() == bytes) {
            return known.limit(offset + length).position(offset);
        }
        ByteBuffer made = ByteBuffer.wrap(bytes, offset, length);
        last = new WeakReference<>(made);
        return made;
    }
}
