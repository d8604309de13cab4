// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

/** Counts premature returns of a selector without ready channels. */
final class SpinDetector {
    /** Netty's limit for consecutive premature returns. */
    static final int MOST_EARLY = 512;

    private int early;

    /**
     * Records the end of a selection; returns whether too many consecutive ones were premature, and then restarts the count.
     */
    boolean isSpinning(boolean wasEarly) {
        early = wasEarly ? early + 1 : 0;
        if (early < MOST_EARLY) {
            return false;
        }
        early = 0;
        return true;
    }
}
