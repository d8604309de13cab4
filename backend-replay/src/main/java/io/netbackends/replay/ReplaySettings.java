// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import org.jspecify.annotations.Nullable;

/**
 * How a recording is replayed.
 *
 * @param matcher compares what is written; null: strictly
 * @param paced whether reads take as long as they took
 * @param repeated whether the first connection follows on the last
 * @param advice for messages of mismatches; may be empty
 */
record ReplaySettings(@Nullable WriteMatcher matcher, boolean paced, boolean repeated, String advice) {
    static final ReplaySettings DEFAULT = new ReplaySettings(null, false, false, "");

    ReplaySettings with(WriteMatcher other) {
        return new ReplaySettings(other, paced, repeated, advice);
    }

    ReplaySettings withPace() {
        return new ReplaySettings(matcher, true, repeated, advice);
    }

    ReplaySettings withRepetition() {
        return new ReplaySettings(matcher, paced, true, advice);
    }

    ReplaySettings withAdvice(String other) {
        return new ReplaySettings(matcher, paced, repeated, other);
    }

    boolean isLenient() {
        return matcher != null;
    }

    ReplayMismatchException mismatch(String difference) {
        return new ReplayMismatchException(advised(difference), null);
    }

    ReplayMismatchException endOfRecording(String difference) {
        return ReplayMismatchException.endOfRecording(advised(difference));
    }

    private String advised(String difference) {
        return advice.isEmpty() ? difference : difference + "\n" + advice;
    }
}
