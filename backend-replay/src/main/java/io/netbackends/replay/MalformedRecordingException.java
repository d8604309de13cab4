// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown for a file that is no recording, or from some line on makes no sense as one. */
public final class MalformedRecordingException extends IOException {
    private static final long serialVersionUID = 1;

    /** Which line makes no sense. */
    private final long line;

    MalformedRecordingException(String file, long line, String problem, @Nullable Throwable cause) {
        super(file + ", line " + line + ": " + problem, cause);
        this.line = line;
    }

    /** {@return the number of the line that makes no sense, from 1} */
    public long line() {
        return line;
    }
}
