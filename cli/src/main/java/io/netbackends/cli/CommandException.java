// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import org.jspecify.annotations.Nullable;

/** A failure with its exit code and its message for the user. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    CommandException(int exitCode, String line, @Nullable Throwable cause) {
        super(line, cause);
        this.exitCode = exitCode;
    }

    static CommandException usage(String line) {
        return new CommandException(ExitCodes.USAGE, line, null);
    }

    int exitCode() {
        return exitCode;
    }
}
