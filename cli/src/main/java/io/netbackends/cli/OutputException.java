// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.internal.ErrnoText;
import java.io.IOException;

/** Standard output or a file could not be written, as opposed to a failure of the network. */
final class OutputException extends IOException {
    private static final long serialVersionUID = 1;

    OutputException(String name, IOException cause) {
        super(name + ": " + cause.getMessage(), cause);
    }

    /** Returns whether the reader has closed the pipe, as in {@code netbackends get URL | head}, which is not an error. */
    boolean isReaderGone() {
        return getCause() instanceof IOException cause
                && (ErrnoText.BROKEN_PIPE.isIn(cause) || "Pipe closed".equals(cause.getMessage()));
    }
}
