// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

/**
 * Finds the passwords and SASL credentials of LDAP bind requests (RFC 4511, section 4.2), by the tags and lengths in the
 * output of a client.
 */
final class LdapBinds extends RunScanner {
    /** The kind of the next element. */
    private enum Place {
        MESSAGE,
        MESSAGE_ID,
        OPERATION,
        VERSION,
        NAME,
        AUTHENTICATION,
        MECHANISM,
        CREDENTIALS
    }

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int BIND = 0x60;
    private static final int CONTROLS = 0xa0;
    private static final int SASL = 0xa3;
    private static final int MAX_LENGTH_BYTES = 4;

    private Place place = Place.MESSAGE;
    private int tag = -1;

    /** The remaining bytes of the length; -1 before its first byte. */
    private int lengthBytes = -1;

    private long length;

    @Override
    void next(int b) {
        if (tag < 0) {
            tag = b;
        } else if (lengthBytes < 0) {
            length = b < 0x80 ? b : 0;
            lengthBytes = b < 0x80 ? 0 : b - 0x80;
            if (lengthBytes > MAX_LENGTH_BYTES) {
                giveUp();
                return;
            }
            finishLength();
        } else {
            length = length << 8 | b;
            lengthBytes--;
            finishLength();
        }
    }

    private void finishLength() {
        if (lengthBytes == 0) {
            int known = tag;
            tag = -1;
            lengthBytes = -1;
            element(known);
        }
    }

    private void element(int type) {
        switch (place) {
            case MESSAGE -> message(type);
            case MESSAGE_ID -> skip(type == INTEGER && length <= 4, Place.OPERATION);
            case OPERATION -> {
                if (type == BIND) {
                    place = Place.VERSION;
                } else {
                    skip((type & 0xc0) == 0x40, Place.MESSAGE);
                }
            }
            case VERSION -> skip(type == INTEGER, Place.NAME);
            case NAME -> skip(type == OCTET_STRING, Place.AUTHENTICATION);
            case AUTHENTICATION -> {
                if (type == SASL) {
                    place = Place.MECHANISM;
                } else {
                    secret();
                }
            }
            case MECHANISM -> skip(type == OCTET_STRING, Place.CREDENTIALS);
            case CREDENTIALS -> {
                if (type == OCTET_STRING) {
                    secret();
                } else { // the request has no credentials
                    message(type);
                }
            }
        }
    }

    private void message(int type) {
        if (type == SEQUENCE) {
            place = Place.MESSAGE_ID;
        } else {
            skip(type == CONTROLS, Place.MESSAGE);
        }
    }

    private void skip(boolean expected, Place next) {
        place = next;
        if (expected) {
            pass(length);
        } else {
            giveUp();
        }
    }

    /** Conceals the element, of whatever kind: Active Directory knows more than the RFC. */
    private void secret() {
        place = Place.MESSAGE;
        conceal(length);
    }
}
