// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.util.SplittableRandom;

/**
 * The fault of one round, and its place: a record of one end. A record rather than a byte offset, since the length of
 * ciphertext differs between runs by a few bytes.
 *
 * @param end the end whose records are affected, or which closes
 * @param record counted from 0, handshake and alerts included
 * @param place negative: a byte of the header, -5 the first; otherwise the relative position in the body, up to 1
 * @param mask the mask for a changed byte, never 0
 */
record FuzzFault(Kind kind, int end, int record, double place, int mask) {
    enum Kind {
        NONE,
        /** One byte arrives changed. */
        CORRUPTION,
        /** Bytes sent from there on are lost, and the stream ends. */
        END,
        /** Both directions fail, and bytes in transit are lost. */
        RESET,
        /** One end closes in an orderly way. */
        CLOSE
    }

    static FuzzFault random(SplittableRandom random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        int record = random.nextInt(random.nextBoolean() ? 6 : 20);
        double place = random.nextInt(3) == 0 ? random.nextInt(5) - 5 : random.nextDouble();
        return new FuzzFault(kind, random.nextInt(2), record, place, 1 + random.nextInt(255));
    }

    /** Returns the affected byte of a record of this length. */
    int index(int length) {
        int index = place < 0 ? 5 + (int) place : 5 + (int) (place * (length - 5));
        return Math.min(index, length - 1);
    }
}
