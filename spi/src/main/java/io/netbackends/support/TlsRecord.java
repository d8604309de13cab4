// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;

/** Inspects the next TLS record in a buffer without decrypting it; the buffer is unchanged. */
final class TlsRecord {
    /** Type, version, and a length of two bytes (RFC 8446 section 5.1). */
    private static final int HEADER = 5;

    private static final byte CHANGE_CIPHER_SPEC = 20;
    private static final byte APPLICATION_DATA = 23;

    /** The same in all versions from SSL 3.0 on. */
    private static final byte MAJOR_VERSION = 3;

    /** The minimum overhead of a TLS 1.3 record: header, content type, tag (RFC 8446 section 5.2). */
    private static final int EXPANSION = HEADER + 1 + 16;

    /** The size of a TLS 1.3 alert, whose type is encrypted, unless it is padded. */
    private static final int ALERT = EXPANSION + 2;

    /** For a record up to this size, copying the plaintext costs less than having the engine process it twice. */
    private static final int SMALL = 1024;

    private TlsRecord() {}

    /** Returns whether the record is complete. */
    static boolean isComplete(ByteBuffer records) {
        return records.remaining() >= HEADER && size(records) <= records.remaining();
    }

    /**
     * Returns whether the record is complete, and not a close_notify: once an engine has processed that, it can write no
     * more (in TLS 1.2, and with some engines in TLS 1.3), but a caller may want to respond to the data before it.
     */
    static boolean isCompleteData(ByteBuffer records) {
        return isComplete(records) && records.get(records.position()) == APPLICATION_DATA && size(records) > ALERT;
    }

    /** Returns the size in bytes, including the header, which must be complete. */
    static int size(ByteBuffer records) {
        return HEADER + Short.toUnsignedInt(records.getShort(records.position() + HEADER - 2));
    }

    /** Returns whether the record is complete and small, and an engine would refuse to decrypt it into {@code room} bytes. */
    static boolean isSmallAndExceeds(ByteBuffer records, int room) {
        return room < SMALL && isComplete(records) && size(records) <= SMALL && size(records) - EXPANSION >= room;
    }

    /**
     * Returns whether the peer may wait for these records before it responds. It does not wait for a change_cipher_spec
     * alone: in TLS 1.3 that is a dummy, sent right before the second flight (RFC 8446 appendix D.4), and in TLS 1.2
     * Finished follows it.
     */
    static boolean askForAnswer(ByteBuffer records) {
        return records.hasRemaining() && !isChangeCipherSpec(records);
    }

    /** Compares all bytes: these may be the rest of a flight that was sent in part, and may begin anywhere. */
    private static boolean isChangeCipherSpec(ByteBuffer records) {
        int start = records.position();
        return records.remaining() == HEADER + 1
                && records.get(start) == CHANGE_CIPHER_SPEC
                && records.get(start + 1) == MAJOR_VERSION
                && records.getShort(start + 3) == 1
                && records.get(start + HEADER) == 1;
    }
}
