// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.nio.ByteBuffer;

/** What can be said of the next TLS record in a buffer without its key; a buffer is left as it is. */
final class TlsRecord {
    /** Type, version, and a length of two bytes (RFC 8446 section 5.1). */
    private static final int HEADER = 5;

    private static final byte CHANGE_CIPHER_SPEC = 20;
    private static final byte APPLICATION_DATA = 23;

    /** The same in all versions from SSL 3.0 on. */
    private static final byte MAJOR_VERSION = 3;

    /** How much larger than its plaintext a record of TLS 1.3 is at least: header, content type, tag (RFC 8446 section 5.2). */
    private static final int EXPANSION = HEADER + 1 + 16;

    /** An alert of TLS 1.3, whose type is encrypted, is as large as that, unless it is padded. */
    private static final int ALERT = EXPANSION + 2;

    /** Copying the plaintext of such a record costs less than a second look of the engine at it. */
    private static final int SMALL = 1024;

    private TlsRecord() {}

    /** Returns whether the record has come as a whole. */
    static boolean isComplete(ByteBuffer records) {
        return records.remaining() >= HEADER && size(records) <= records.remaining();
    }

    /**
     * Returns whether the record is complete, and not a close_notify: as soon as an engine has that, in TLS 1.2 and with some
     * engines in TLS 1.3, it can write no more, and a caller may have an answer to what it has read before.
     */
    static boolean isCompleteData(ByteBuffer records) {
        return isComplete(records) && records.get(records.position()) == APPLICATION_DATA && size(records) > ALERT;
    }

    /** Returns the size in bytes, header included; the header must have come. */
    static int size(ByteBuffer records) {
        return HEADER + Short.toUnsignedInt(records.getShort(records.position() + HEADER - 2));
    }

    /** Returns whether the record is complete and small, and an engine would refuse to decrypt it into {@code room} bytes. */
    static boolean isSmallAndExceeds(ByteBuffer records, int room) {
        return room < SMALL && isComplete(records) && size(records) <= SMALL && size(records) - EXPANSION >= room;
    }

    /**
     * Returns whether the peer may be waiting for these records, before it answers. It does not wait for a change_cipher_spec alone:
     * in TLS 1.3 that is a dummy, sent right before the second flight (RFC 8446 appendix D.4), and in TLS 1.2 Finished follows it.
     */
    static boolean askForAnswer(ByteBuffer records) {
        return records.hasRemaining() && !isChangeCipherSpec(records);
    }

    /** Compares all bytes: these may be the rest of a flight that was sent in part, and begin with anything. */
    private static boolean isChangeCipherSpec(ByteBuffer records) {
        int start = records.position();
        return records.remaining() == HEADER + 1
                && records.get(start) == CHANGE_CIPHER_SPEC
                && records.get(start + 1) == MAJOR_VERSION
                && records.getShort(start + 3) == 1
                && records.get(start + HEADER) == 1;
    }
}
