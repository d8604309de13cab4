// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import org.jspecify.annotations.Nullable;

/** Collects a reply of a known length, which arrives in pieces. */
final class ReplyBytes {
    private byte[] bytes = new byte[0];
    private int count;

    /** Begins another reply. */
    void expect(int length) {
        bytes = new byte[length];
        count = 0;
    }

    int missing() {
        return bytes.length - count;
    }

    /** Adds a piece. Returns the reply if it is complete, otherwise null. */
    byte @Nullable [] add(byte[] piece) {
        System.arraycopy(piece, 0, bytes, count, piece.length);
        count += piece.length;
        return count == bytes.length ? bytes : null;
    }
}
