// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.internal;

/**
 * Finds the answers to PostgreSQL's authentication requests, both passwords and SASL messages, and the key of a cancel
 * request, in the output of a client (version 3 of the protocol, chapter "Message Formats").
 */
final class PostgresPasswords extends RunScanner {
    private static final int PROTOCOL_3 = 3;
    private static final int CANCEL = 80877102;
    private static final int TLS = 80877103;
    private static final int GSS = 80877104;
    private static final int PASSWORD = 'p';

    private static final int TYPE = 0;
    private static final int MAX_STARTUP = 10_000;

    private boolean started;
    private int type;
    private long number;
    private int taken;

    @Override
    void next(int b) {
        if (started && taken == TYPE) {
            type = b;
            number = 0;
        } else {
            number = number << 8 | b;
        }
        taken++;
        if (started && taken == 5) {
            message(number - 4);
        } else if (!started && taken == 8) {
            startup((int) (number >> 32) - 8, (int) number);
        }
    }

    private void message(long length) {
        taken = 0;
        if (length < 0 || length > Integer.MAX_VALUE) {
            giveUp();
        } else if (type == PASSWORD) {
            conceal(length);
        } else {
            pass(length);
        }
    }

    private void startup(int length, int code) {
        taken = 0;
        number = 0;
        if (length < 0 || length > MAX_STARTUP) {
            giveUp();
        } else if (code == CANCEL) {
            conceal(length);
        } else if (code == TLS || code == GSS) {
            pass(length); // the next message, inside TLS or not, is a start-up message again
        } else if (code >> 16 == PROTOCOL_3) {
            started = true;
            pass(length);
        } else {
            giveUp();
        }
    }
}
