// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a replay.
 *
 * @param matcher compares written bytes; null for strict comparison
 * @param paced whether reads take as long as the recorded ones
 * @param repeated whether the first connection follows after the last
 * @param redaction the redaction that may have replaced secrets in the recording; null if unknown
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

    /** Returns the redaction of the recording of this connection; null if no object for it is known. */
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
