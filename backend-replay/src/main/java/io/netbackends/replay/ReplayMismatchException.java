// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.io.IOException;

/**
 * Thrown where a program does something else than the one that was recorded, or the recording lacks what it asks for. The
 * message shows both sides, and the file, the line and the connection.
 */
public final class ReplayMismatchException extends IOException {
    private static final long serialVersionUID = 1;

    /** Whether the recording just has nothing more. */
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
