// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import org.jspecify.annotations.Nullable;

/**
 * How a recording is replayed.
 *
 * @param matcher compares what is written; null: strictly
 * @param paced whether reads take as long as they took
 * @param repeated whether the first connection follows on the last
 */
record ReplaySettings(@Nullable WriteMatcher matcher, boolean paced, boolean repeated) {
    static final ReplaySettings DEFAULT = new ReplaySettings(null, false, false);

    ReplaySettings with(WriteMatcher other) {
        return new ReplaySettings(other, paced, repeated);
    }

    ReplaySettings withPace() {
        return new ReplaySettings(matcher, true, repeated);
    }

    ReplaySettings withRepetition() {
        return new ReplaySettings(matcher, paced, true);
    }

    boolean isLenient() {
        return matcher != null;
    }
}
