// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

/**
 * Finds SASL responses, both PLAIN and AMQPLAIN, and new secrets in the output of an AMQP 0-9-1 client: in the methods
 * start-ok, secure-ok and update-secret of the class connection.
 */
final class AmqpSecrets extends RunScanner {
    /** The element to which the next bytes belong. */
    private enum Place {
        PROTOCOL,
        FRAME,
        METHOD,
        PROPERTIES,
        MECHANISM,
        SECRET,
        REST
    }

    /** The rest of the protocol header, after the name. */
    private static final long VERSION = 0x00_00_09_01;

    private static final int NAME = 4;
    private static final int METHOD_FRAME = 1;
    private static final int START_OK = 10 << 16 | 11;
    private static final int SECURE_OK = 10 << 16 | 21;
    private static final int UPDATE_SECRET = 10 << 16 | 70;

    private Place place = Place.PROTOCOL;
    private long number;
    private int taken = -NAME;

    /** The remaining bytes of the frame, including its end octet. */
    private long left;

    @Override
    void next(int b) {
        number = number << 8 | b;
        taken++;
        left--;
        switch (place) {
            case PROTOCOL -> {
                if (taken == Integer.BYTES) {
                    long version = take() & 0xffff_ffffL;
                    place = Place.FRAME;
                    if (version != VERSION) {
                        giveUp();
                    }
                }
            }
            case FRAME -> {
                if (taken == 7) {
                    frame(take());
                }
            }
            case METHOD -> {
                if (taken == Integer.BYTES) {
                    method((int) take());
                }
            }
            case PROPERTIES -> {
                if (taken == Integer.BYTES) {
                    place = Place.MECHANISM;
                    skip(take());
                }
            }
            case MECHANISM -> {
                place = Place.SECRET;
                skip(take());
            }
            case SECRET -> {
                if (taken == Integer.BYTES) {
                    long secret = Math.min(take(), left);
                    left -= secret;
                    place = Place.REST;
                    conceal(secret);
                }
            }
            case REST -> {
                place = Place.FRAME;
                take();
                skip(left);
            }
        }
    }

    private void frame(long header) {
        left = (header & 0xffff_ffffL) + 1;
        int type = (int) (header >> 48);
        if (type == METHOD_FRAME && left > Integer.BYTES) {
            place = Place.METHOD;
        } else {
            pass(left);
            left = 0;
        }
    }

    private void method(int id) {
        if (id == START_OK) {
            place = Place.PROPERTIES;
        } else if (id == SECURE_OK || id == UPDATE_SECRET) {
            place = Place.SECRET;
        } else {
            place = Place.FRAME;
            skip(left);
        }
    }

    private void skip(long length) {
        long within = Math.min(length, left);
        left -= within;
        pass(within);
    }

    private long take() {
        long taking = number;
        number = 0;
        taken = 0;
        return taking;
    }
}
