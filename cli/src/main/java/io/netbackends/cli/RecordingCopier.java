// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.recording.format.Event;
import io.netbackends.replay.RecordingHeader;
import io.netbackends.replay.RecordingReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Passes what is in a recording on, as far as it makes sense. */
final class RecordingCopier {
    /** What is done with the parts and events of a recording, in their order. */
    interface Sink {
        void begin(RecordingHeader header) throws IOException;

        void event(Event event) throws IOException;

        /** Called whether or not all could be read. */
        void end() throws IOException;
    }

    private final RecordingSource source;
    private final ProgressLine progress;

    private RecordingCopier(RecordingSource source, ProgressLine progress) {
        this.source = source;
        this.progress = progress;
    }

    /** Reads all of a recording; fails where it stops to make sense, after the sink was told what came before. */
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
                        source + ": the beginning of the recording was cut off; " + reader.cutOffAtStart()
                                + " bytes before the first whole line were left away",
                        null);
            }
            if (reader.cutOff() > 0) {
                throw new CommandException(
                        ExitCodes.FAILED,
                        source + ", line " + reader.line() + ": the recording was cut off here; its last "
                                + reader.cutOff() + " bytes are no whole line, and were left away",
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
