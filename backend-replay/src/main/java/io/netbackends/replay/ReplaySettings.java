// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * How a recording is replayed.
 *
 * @param matcher compares what is written; null: strictly
 * @param paced whether reads take as long as they took
 * @param repeated whether the first connection follows on the last
 * @param redaction what may have replaced secrets in the recording; null if that is not known
 * @param advice for messages of mismatches; may be empty
 */
record ReplaySettings(
        @Nullable WriteMatcher matcher,
        boolean paced,
        boolean repeated,
        @Nullable Redaction redaction,
        String advice) {
    static final ReplaySettings DEFAULT = new ReplaySettings(null, false, false, null, "");

    ReplaySettings with(WriteMatcher other) {
        return new ReplaySettings(other, paced, repeated, redaction, advice);
    }

    ReplaySettings withPace() {
        return new ReplaySettings(matcher, true, repeated, redaction, advice);
    }

    ReplaySettings withRepetition() {
        return new ReplaySettings(matcher, paced, true, redaction, advice);
    }

    ReplaySettings withAdvice(String other) {
        return new ReplaySettings(matcher, paced, repeated, redaction, other);
    }

    ReplaySettings with(Redaction other) {
        return new ReplaySettings(matcher, paced, repeated, other, advice);
    }

    /** Returns what replaced secrets in the recording of this connection; null if it is not known as an object. */
    @Nullable
    Redaction redactionOf(RecordedConnection connection) {
        return redaction != null
                        && redaction.toString().equals(connection.header().redaction())
                ? redaction
                : null;
    }

    boolean isLenient() {
        return matcher != null;
    }

    ReplayMismatchException mismatch(String difference, Remedy remedy) {
        return new ReplayMismatchException(advised(difference, remedy));
    }

    ReplayMismatchException endOfRecording(String difference) {
        return ReplayMismatchException.endOfRecording(advised(difference, Remedy.RENEW));
    }

    private String advised(String difference, Remedy remedy) {
        return difference
                + (remedy.text().isEmpty() ? "" : "\n" + remedy.text())
                + (advice.isEmpty() || !remedy.canRenew() ? "" : "\n" + advice);
    }
}
