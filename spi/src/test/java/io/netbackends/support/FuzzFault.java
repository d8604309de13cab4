// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.util.SplittableRandom;

/**
 * What goes wrong in one round, and where: at which record of which end. Records, because ciphertext differs from run to run
 * in length by a few bytes, so that a place counted in bytes would not be the same place when a round is repeated.
 *
 * @param end whose records are hit, or which end closes
 * @param record counted from 0, handshake and alerts included
 * @param place negative: a byte of the header, -5 the first; otherwise where in the body, up to 1
 * @param mask what a changed byte is changed by, never 0
 */
record FuzzFault(Kind kind, int end, int record, double place, int mask) {
    enum Kind {
        NONE,
        /** One byte arrives changed. */
        CORRUPTION,
        /** What is sent from there on is lost, and the stream ends. */
        END,
        /** Both directions fail, and what is under way is lost. */
        RESET,
        /** One end closes, in order. */
        CLOSE
    }

    static FuzzFault random(SplittableRandom random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int record = random.nextInt(random.nextBoolean() ? 6 : 20);
        double place = random.nextInt(3) == 0 ? random.nextInt(5) - 5 : random.nextDouble();
        return new FuzzFault(kind, random.nextInt(2), record, place, 1 + random.nextInt(255));
    }

    /** Returns which byte of a record of this length is meant. */
    int index(int length) {
        int index = place < 0 ? 5 + (int) place : 5 + (int) (place * (length - 5));
        return Math.min(index, length - 1);
    }
}
