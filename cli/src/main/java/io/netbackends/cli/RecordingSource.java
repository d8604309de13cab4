// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.internal.FileProblem;
import io.netbackends.replay.RecordingReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The source of a recording: a file, or standard input.
 *
 * @param file the file; null for standard input
 * @param standardInput the standard input, which is not closed
 */
record RecordingSource(@Nullable Path file, InputStream standardInput) {
    /** The argument for standard input or output instead of a file. */
    static final Path DASH = Path.of("-");

    /** Checks early that the file can be read. */
    static RecordingSource of(Path file, Console console) throws CommandException {
        if (file.equals(DASH)) {
            return new RecordingSource(null, console.in());
        }
        checkReadable(file);
        return new RecordingSource(file, console.in());
    }

    static void checkReadable(Path file) throws CommandException {
        String problem = FileProblem.reading(file);
        if (problem != null) {
            throw new CommandException(ExitCodes.CANNOT_READ, "file (" + file + ") " + problem, null);
        }
    }

    RecordingReader open() throws CommandException {
        if (file == null) {
            return RecordingReader.of(standardInput, toString());
        }
        try {
            return RecordingReader.open(file);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCodes.CANNOT_READ, "file (" + file + ") cannot be read: " + FileProblem.of(e), e);
        }
    }

    /** Returns the size in bytes; 0 if unknown. */
    long size() throws IOException {
        return file == null ? 0 : Files.size(file);
    }

    @Override
    public String toString() {
        return file == null ? "standard input" : file.toString();
    }
}
