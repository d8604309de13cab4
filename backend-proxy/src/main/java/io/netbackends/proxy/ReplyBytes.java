// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import org.jspecify.annotations.Nullable;

/** Collects an answer of a known length, which comes in pieces. */
final class ReplyBytes {
    private byte[] bytes = new byte[0];
    private int count;

    /** Waits for another answer. */
    void expect(int length) {
        bytes = new byte[length];
        count = 0;
    }

    int missing() {
        return bytes.length - count;
    }

    /** Takes a piece; returns the answer if that was the last one, else null. */
    byte @Nullable [] add(byte[] piece) {
        System.arraycopy(piece, 0, bytes, count, piece.length);
        count += piece.length;
        return count == bytes.length ? bytes : null;
    }
}
