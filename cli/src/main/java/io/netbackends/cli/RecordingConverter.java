// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.internal.AtomicFile;
import io.netbackends.recording.format.RecordingFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Converts a recording to another format, in a file that its owner alone may read, as recordings are, or on a stream. */
final class RecordingConverter {
    private static final int BUFFER_SIZE = 256 * 1024;

    private RecordingConverter() {}

    /**
     * Writes to a file. Fails after writing what could be read, if that is not all; where nothing could be read, or something
     * could not be written, the file stays as it was.
     */
    static void convert(RecordingSource from, AtomicFile to, RecordingFormat format, ProgressLine progress)
            throws CommandException, IOException {
        try (to;
                NamedOutputStream out = new NamedOutputStream(to.newOutputStream(), "file (" + to + ")")) {
            RecordingWriter writer = writer(format, out);
            try {
                RecordingCopier.copy(from, writer, progress);
            } finally {
                out.close(); // which may find that what was written does not fit
                if (writer.hasBegun() && !out.hasFailed()) {
                    to.commit();
                }
            }
        }
    }

    /** Writes to a stream, which it does not close. Fails after writing what could be read, if that is not all. */
    static void convert(RecordingSource from, OutputStream to, RecordingFormat format, ProgressLine progress)
            throws CommandException, IOException {
        RecordingCopier.copy(from, writer(format, to), progress);
    }

    private static RecordingWriter writer(RecordingFormat format, OutputStream out) {
        return new RecordingWriter(format, new BufferedOutputStream(out, BUFFER_SIZE));
    }
}
