// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.internal.AtomicFile;
import io.netbackends.recording.format.Event;
import io.netbackends.recording.format.EventEncoder;
import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.replay.RecordingHeader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Writes a recording in some format to a file, which its owner alone may read, as recordings are, or to a stream. */
final class RecordingConverter implements RecordingCopier.Sink {
    private static final int BUFFER_SIZE = 256 * 1024;

    private final EventEncoder encoder;
    private final OutputStream out;
    private boolean begun;

    private RecordingConverter(RecordingFormat format, OutputStream out) {
        this.encoder = new EventEncoder(format);
        this.out = new BufferedOutputStream(out, BUFFER_SIZE);
    }

    /**
     * Writes to a file. Fails after writing what could be read, if that is not all; where nothing could be read, or something
     * could not be written, the file stays as it was.
     */
    static void convert(RecordingSource from, AtomicFile to, RecordingFormat format, ProgressLine progress)
            throws CommandException, IOException {
        try (to;
                NamedOutputStream out = new NamedOutputStream(to.newOutputStream(), "file (" + to + ")")) {
            RecordingConverter converter = new RecordingConverter(format, out);
            try {
                RecordingCopier.copy(from, converter, progress);
            } finally {
                out.close(); // which may find that what was written does not fit
                if (converter.begun && !out.hasFailed()) {
                    to.commit();
                }
            }
        }
    }

    /** Writes to a stream, which it does not close. Fails after writing what could be read, if that is not all. */
    static void convert(RecordingSource from, OutputStream to, RecordingFormat format, ProgressLine progress)
            throws CommandException, IOException {
        RecordingCopier.copy(from, new RecordingConverter(format, to), progress);
    }

    @Override
    public void begin(RecordingHeader header) throws IOException {
        begun = true;
        encoder.begin(header.recording(), header.part(), header.time(), header.redaction());
        writeEncoded();
    }

    @Override
    public void event(Event event) throws IOException {
        encoder.encode(event);
        writeEncoded();
    }

    @Override
    public void end() throws IOException {
        encoder.end();
        writeEncoded();
        out.flush();
    }

    private void writeEncoded() throws IOException {
        ByteBuffer bytes = encoder.take();
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
}
