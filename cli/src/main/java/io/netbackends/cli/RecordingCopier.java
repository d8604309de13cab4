// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.recording.format.Event;
import io.netbackends.replay.RecordingHeader;
import io.netbackends.replay.RecordingReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Passes the events of a recording to a sink, as far as the recording is valid. */
final class RecordingCopier {
    /** Processes the parts and events of a recording, in their order. */
    interface Sink {
        void begin(RecordingHeader header) throws IOException;

        void event(Event event) throws IOException;

        /** Called at the end, even if part of the recording could not be read. */
        void end() throws IOException;
    }

    private final RecordingSource source;
    private final ProgressLine progress;

    private RecordingCopier(RecordingSource source, ProgressLine progress) {
        this.source = source;
        this.progress = progress;
    }

    /** Reads a recording. At the first invalid line, fails after passing on all earlier events. */
    static void copy(RecordingSource source, Sink sink, ProgressLine progress) throws CommandException, IOException {
        new RecordingCopier(source, progress).copy(sink);
    }

    private void copy(Sink sink) throws CommandException, IOException {
        try (RecordingReader reader = source.open()) {
            long size = source.size();
            try {
                copy(reader, sink, size);
            } finally {
                sink.end();
            }
            if (reader.cutOffAtStart() > 0) {
                throw new CommandException(
                        ExitCodes.FAILED,
                        source + ": the beginning of the recording is missing; " + reader.cutOffAtStart()
                                + " bytes before the first complete line were skipped",
                        null);
            }
            if (reader.cutOff() > 0) {
                throw new CommandException(
                        ExitCodes.FAILED,
                        source + ", line " + reader.line() + ": the recording is truncated; its last " + reader.cutOff()
                                + " bytes are an incomplete line, and were skipped",
                        null);
            }
        }
    }

    private void copy(RecordingReader reader, Sink sink, long size) throws IOException {
        @Nullable RecordingHeader header = null;
        for (Event event = reader.next(); event != null; event = reader.next()) {
            RecordingHeader current = reader.header();
            if (current != null && !current.equals(header)) {
                sink.begin(current);
                header = current;
            }
            sink.event(event);
            progress.update(reader.position(), size);
        }
        if (header == null && reader.header() != null) {
            sink.begin(reader.header());
        }
    }
}
