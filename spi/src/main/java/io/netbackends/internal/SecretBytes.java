// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Marks bytes being written that no recorder may show, such as a proxy password in a protocol without redaction rules. They
 * are recognized by their array, so slices of a buffer are included.
 */
public final class SecretBytes implements AutoCloseable {
    /** Nearly always empty. */
    private static final List<SecretBytes> BEING_WRITTEN = new CopyOnWriteArrayList<>();

    private final byte[] bytes;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Hides an array until the result is closed.
     *
     * @param bytes not used for other data meanwhile
     * @return closed by the caller when the bytes have been written
     */
    public static SecretBytes hide(byte[] bytes) {
        SecretBytes secret = new SecretBytes(bytes);
        BEING_WRITTEN.add(secret);
        return secret;
    }

    /**
     * Returns the bytes that a recorder may show.
     *
     * @param written its array decides whether they are secret
     * @param shown the bytes, in a buffer of any kind
     * @return asterisks if they are secret, else {@code shown}
     */
    public static ByteBuffer mask(ByteBuffer written, ByteBuffer shown) {
        if (BEING_WRITTEN.isEmpty() || !isSecret(written)) {
            return shown;
        }
        byte[] asterisks = new byte[shown.remaining()];
        Arrays.fill(asterisks, (byte) '*');
        return ByteBuffer.wrap(asterisks);
    }

    @SuppressWarnings("ByteBufferBackingArray") // identity matters, not content
    private static boolean isSecret(ByteBuffer written) {
        return written.hasArray() && BEING_WRITTEN.stream().anyMatch(secret -> secret.bytes == written.array());
    }

    /** Stops hiding the array. */
    @Override
    public void close() {
        BEING_WRITTEN.remove(this);
    }
}
