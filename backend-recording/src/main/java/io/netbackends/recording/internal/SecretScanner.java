// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.nio.ByteBuffer;

/**
 * Finds secrets in one direction of a connection, byte by byte, wherever the bytes are cut. It holds nothing back, and its memory is
 * bounded. What it replaced is found again at the same places.
 *
 * <p>For one thread at a time.
 */
public interface SecretScanner {
    /** What each byte of a secret is replaced by, unless that would not be well-formed. */
    byte ASTERISK = '*';

    /**
     * Takes the next byte of the stream.
     *
     * @param b the byte
     * @return whether it belongs to a secret
     */
    boolean isSecret(byte b);

    /** {@return what to record in place of the last byte, which belonged to a secret} */
    default byte replacement() {
        return ASTERISK;
    }

    /**
     * Replaces the secrets in the next bytes of the stream.
     *
     * @param bytes from its position to its limit, both of which stay as they are
     */
    default void replace(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (isSecret(bytes.get(i))) {
                bytes.put(i, replacement());
            }
        }
    }
}
