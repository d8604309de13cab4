// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

/**
 * Finds the authentication data in the output of a MySQL or MariaDB client: in its answer to the server's greeting, in all
 * packets from there to the first command, and in COM_CHANGE_USER.
 */
final class MysqlPasswords extends RunScanner {
    /** The element to which the next byte belongs. */
    private enum Place {
        HEADER,
        CAPABILITIES,
        USER,
        SECRET_LENGTH,
        COMMAND,
        OTHER_USER,
        REST
    }

    private static final int FIXED_PART = 32;
    private static final int COMPRESS = 0x20;
    private static final int PROTOCOL_41 = 0x200;
    private static final int SECURE_CONNECTION = 0x8000;
    private static final int LENGTH_ENCODED = 0x20_0000;
    private static final int COMPRESS_ZSTD = 0x400_0000;
    private static final int COM_CHANGE_USER = 0x11;

    /** The first prefix of a length of more than one byte. */
    private static final int LONG_LENGTH = 251;

    private Place place = Place.HEADER;
    private int number;
    private int taken;

    /** The remaining bytes of the packet. */
    private int left;

    private int capabilities;

    /** Whether the client has answered the greeting. */
    private boolean answered;

    /** Whether all packets except commands belong to authentication. */
    private boolean authenticating = true;

    @Override
    void next(int b) {
        if (place == Place.HEADER) {
            header(b);
            return;
        }
        left--;
        switch (place) {
            case CAPABILITIES -> capabilities(b);
            case USER -> {
                if (b == 0) {
                    place = Place.SECRET_LENGTH;
                    if ((capabilities & (SECURE_CONNECTION | LENGTH_ENCODED)) == 0) {
                        concealRest();
                    }
                }
            }
            case SECRET_LENGTH -> {
                if (b >= LONG_LENGTH) {
                    concealRest();
                } else {
                    int secret = Math.min(b, left);
                    left -= secret;
                    place = Place.REST;
                    conceal(secret);
                }
            }
            case COMMAND -> {
                authenticating = b == COM_CHANGE_USER;
                if (authenticating) {
                    place = Place.OTHER_USER;
                } else {
                    passRest();
                }
            }
            case OTHER_USER -> {
                if (b == 0) {
                    concealRest();
                }
            }
            default -> passRest();
        }
        if (left == 0) {
            place = Place.HEADER;
        }
    }

    private void header(int b) {
        number |= b << (8 * taken++);
        if (taken < Integer.BYTES) {
            return;
        }
        left = number & 0xff_ffff;
        int sequence = number >>> 24;
        number = 0;
        taken = 0;
        if (!answered) {
            place = Place.CAPABILITIES;
            if (sequence == 0 || left < FIXED_PART) {
                giveUp();
            }
        } else if (sequence == 0) {
            place = left == 0 ? Place.HEADER : Place.COMMAND;
            if ((capabilities & (COMPRESS | COMPRESS_ZSTD)) != 0) {
                giveUp();
            }
        } else if (authenticating) {
            concealRest();
        } else {
            passRest();
        }
    }

    private void capabilities(int b) {
        capabilities |= b << (8 * taken++);
        if (taken < Integer.BYTES) {
            return;
        }
        taken = 0;
        int fixed = FIXED_PART - Integer.BYTES;
        if ((capabilities & PROTOCOL_41) == 0) {
            giveUp();
        } else if (left == fixed) { // the request to start TLS; the answer follows inside TLS
            capabilities = 0;
            passRest();
        } else {
            answered = true;
            left -= fixed;
            place = Place.USER;
            pass(fixed);
        }
    }

    private void concealRest() {
        conceal(left);
        left = 0;
        place = Place.HEADER;
    }

    private void passRest() {
        pass(left);
        left = 0;
        place = Place.HEADER;
    }
}
