// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Bytes that are being written and that no recorder may show, such as a password for a proxy whose protocol no redaction knows.
 * They are told by their array, so that slices of a buffer count, too.
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
     * @param bytes nothing else in them is written meanwhile
     * @return to be closed when they have been written
     */
    public static SecretBytes hide(byte[] bytes) {
        SecretBytes secret = new SecretBytes(bytes);
        BEING_WRITTEN.add(secret);
        return secret;
    }

    /**
     * Returns what a recorder may show of bytes.
     *
     * @param written its array tells whether they are secret
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

    @SuppressWarnings("ByteBufferBackingArray") // only whose array it is
    private static boolean isSecret(ByteBuffer written) {
        return written.hasArray() && BEING_WRITTEN.stream().anyMatch(secret -> secret.bytes == written.array());
    }

    /** Does not hide the array any more. */
    @Override
    public void close() {
        BEING_WRITTEN.remove(this);
    }
}
