// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.io.IOException;

/**
 * Thrown if a program deviates from the recording, or the recording lacks requested data. The message shows both sides, and
 * the file, line and connection.
 */
public final class ReplayMismatchException extends IOException {
    private static final long serialVersionUID = 1;

    /** Whether the recording is merely exhausted. */
    private final boolean endOfRecording;

    ReplayMismatchException(String message) {
        this(message, false);
    }

    private ReplayMismatchException(String message, boolean endOfRecording) {
        super(message);
        this.endOfRecording = endOfRecording;
    }

    static ReplayMismatchException endOfRecording(String message) {
        return new ReplayMismatchException(message, true);
    }

    boolean isEndOfRecording() {
        return endOfRecording;
    }
}
