// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/**
 * Wraps arrays as buffers, the same array in the same buffer, so that a program which reads or writes one array again and again
 * makes no garbage. For one thread at a time.
 */
final class ArrayBuffer {
    /** Weak: a socket must not keep the arrays of its callers. */
    private WeakReference<ByteBuffer> last = new WeakReference<>(null);

    @SuppressWarnings("ByteBufferBackingArray") // it was wrapped here, with the offset 0
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
