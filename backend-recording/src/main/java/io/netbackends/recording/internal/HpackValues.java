// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

import java.util.BitSet;

/**
 * Finds secret values in compressed header fields of HTTP/2 (RFC 7541), without the dynamic table of the compression. It
 * treats a value as secret unless its name is an entry of the static table that carries no credentials. An indexed value is
 * not replaced: it was replaced when it was first sent.
 */
final class HpackValues implements SecretScanner {
    private enum Place {
        FIELD,
        INDEX,
        NAME_LENGTH,
        NAME_LENGTH_MORE,
        NAME,
        VALUE_LENGTH,
        VALUE_LENGTH_MORE,
        VALUE
    }

    /** An asterisk in the Huffman code of HPACK, which is 8 bits long. */
    private static final byte CODED_ASTERISK = (byte) 0xf9;

    private static final int STATIC_TABLE = 61;

    /** Authorization, cookie, proxy-authenticate, proxy-authorization, set-cookie. */
    private static final BitSet CREDENTIALS =
            BitSet.valueOf(new long[] {1L << 23 | 1L << 32 | 1L << 48 | 1L << 49 | 1L << 55});

    private Place place = Place.FIELD;
    private long number;
    private int shift;
    private boolean literal;
    private boolean coded;
    private boolean secret;

    @Override
    public boolean isSecret(byte signed) {
        int b = signed & 0xff;
        switch (place) {
            case FIELD -> field(b);
            case INDEX -> {
                if (isWhole(b)) {
                    index();
                }
            }
            case NAME_LENGTH -> length(b, Place.NAME_LENGTH_MORE, Place.NAME);
            case NAME_LENGTH_MORE -> {
                if (isWhole(b)) {
                    string(Place.NAME);
                }
            }
            case NAME -> {
                if (--number == 0) {
                    place = Place.VALUE_LENGTH;
                }
            }
            case VALUE_LENGTH -> length(b, Place.VALUE_LENGTH_MORE, Place.VALUE);
            case VALUE_LENGTH_MORE -> {
                if (isWhole(b)) {
                    string(Place.VALUE);
                }
            }
            case VALUE -> {
                if (--number == 0) {
                    place = Place.FIELD;
                }
                return secret;
            }
        }
        return false;
    }

    @Override
    public byte replacement() {
        return coded ? CODED_ASTERISK : ASTERISK;
    }

    private void field(int b) {
        boolean indexed = (b & 0x80) != 0;
        boolean resized = !indexed && (b & 0xe0) == 0x20;
        literal = !indexed && !resized;
        if (number(b, indexed ? 7 : (b & 0x40) != 0 ? 6 : resized ? 5 : 4)) {
            index();
        } else {
            place = Place.INDEX;
        }
    }

    private void index() {
        secret = number == 0 || number > STATIC_TABLE || CREDENTIALS.get((int) number);
        place = !literal ? Place.FIELD : number == 0 ? Place.NAME_LENGTH : Place.VALUE_LENGTH;
    }

    private void length(int b, Place more, Place string) {
        coded = (b & 0x80) != 0;
        if (number(b, 7)) {
            string(string);
        } else {
            place = more;
        }
    }

    private void string(Place string) {
        place = number > 0 ? string : string == Place.NAME ? Place.VALUE_LENGTH : Place.FIELD;
    }

    /** Begins an integer (RFC 7541, section 5.1) with the low bits of a byte. Returns whether it is complete. */
    private boolean number(int b, int bits) {
        int most = (1 << bits) - 1;
        number = b & most;
        shift = 0;
        return number < most;
    }

    private boolean isWhole(int b) {
        number += (long) (b & 0x7f) << Math.min(shift, 28);
        shift += 7;
        return (b & 0x80) == 0;
    }
}
