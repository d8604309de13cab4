// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.internal.AtomicFile;
import io.netbackends.recording.format.RecordingFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Converts a recording to another format, into a file readable only by its owner, or to a stream. */
final class RecordingConverter {
    private static final int BUFFER_SIZE = 256 * 1024;

    private RecordingConverter() {}

    /**
     * Converts to a file. If part of the recording cannot be read, converts the part before it, and then fails. If nothing
     * can be read, or a write fails, the file stays unchanged.
     */
    static void convert(RecordingSource from, AtomicFile to, RecordingFormat format, ProgressLine progress)
            throws CommandException, IOException {
        try (to;
                NamedOutputStream out = new NamedOutputStream(to.newOutputStream(), "file (" + to + ")")) {
            RecordingWriter writer = writer(format, out);
            try {
                RecordingCopier.copy(from, writer, progress);
            } finally {
                out.close(); // may fail, for example if the disk is full
                if (writer.hasBegun() && !out.hasFailed()) {
                    to.commit();
                }
            }
        }
    }

    /**
     * Converts to a stream, which it does not close. If part of the recording cannot be read, converts the part before it,
     * and then fails.
     */
    static void convert(RecordingSource from, OutputStream to, RecordingFormat format, ProgressLine progress)
            throws CommandException, IOException {
        RecordingCopier.copy(from, writer(format, to), progress);
    }

    private static RecordingWriter writer(RecordingFormat format, OutputStream out) {
        return new RecordingWriter(format, new BufferedOutputStream(out, BUFFER_SIZE));
    }
}
