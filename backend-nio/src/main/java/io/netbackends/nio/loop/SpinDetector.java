// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

/** Counts how often a selector returned before its time, for nothing. */
final class SpinDetector {
    /** As Netty has it: more often in a row is no accident. */
    static final int MOST_EARLY = 512;

    private int early;

    /** Notes how a select has ended; returns whether too many in a row were early, and begins anew then. */
    boolean isSpinning(boolean wasEarly) {
        early = wasEarly ? early + 1 : 0;
        if (early < MOST_EARLY) {
            return false;
        }
        early = 0;
        return true;
    }
}
