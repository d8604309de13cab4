// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.nio.ByteBuffer;

/**
 * Finds secrets in one direction of a connection, byte by byte, regardless of how reads and writes split the bytes. It holds
 * back no bytes, and its memory is bounded. In a stream whose secrets are already replaced, it finds the same places again.
 *
 * <p>For one thread at a time.
 */
public interface SecretScanner {
    /** The usual replacement for each byte of a secret. */
    byte ASTERISK = '*';

    /**
     * Scans the next byte of the stream.
     *
     * @param b the byte
     * @return whether it belongs to a secret
     */
    boolean isSecret(byte b);

    /** {@return the byte to record in place of the last one, which belonged to a secret} */
    default byte replacement() {
        return ASTERISK;
    }

    /**
     * Replaces the secrets in the next bytes of the stream.
     *
     * @param bytes the bytes from its position to its limit, neither of which changes
     */
    default void replace(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (isSecret(bytes.get(i))) {
                bytes.put(i, replacement());
            }
        }
    }
}
