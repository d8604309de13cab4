// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** Encodes in base64, in pieces that stay in the processor's cache, without allocating memory for them. */
final class Base64Encoder {
    private static final int GROUPS = 2048;

    private final byte[] piece = new byte[3 * GROUPS];
    private final byte[] encoded = new byte[4 * GROUPS];

    void encode(ByteBuffer value, ByteBuilder out) {
        ByteBuffer to = out.room((value.remaining() + 2) / 3 * 4);
        while (value.remaining() >= piece.length) {
            value.get(piece);
            Base64.getEncoder().encode(piece, encoded);
            to.put(encoded);
        }
        int rest = value.remaining();
        value.get(piece, 0, rest);
        to.put(encoded, 0, Base64.getEncoder().encode(Arrays.copyOf(piece, rest), encoded));
    }
}
