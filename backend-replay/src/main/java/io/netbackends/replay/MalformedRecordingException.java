// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Thrown if a file is not a recording, or a line of it is malformed. */
public final class MalformedRecordingException extends IOException {
    private static final long serialVersionUID = 1;

    /** The number of the malformed line. */
    private final long line;

    MalformedRecordingException(String file, long line, String problem, @Nullable Throwable cause) {
        super(file + ", line " + line + ": " + problem, cause);
        this.line = line;
    }

    /** {@return the number of the malformed line, from 1} */
    public long line() {
        return line;
    }
}
