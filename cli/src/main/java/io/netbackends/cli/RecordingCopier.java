// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import io.netbackends.recording.format.Event;
import io.netbackends.replay.RecordingHeader;
import io.netbackends.replay.RecordingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final Path file;
    private final ProgressLine progress;

    private RecordingCopier(Path file, ProgressLine progress) {
        this.file = file;
        this.progress = progress;
    }

    /** Reads all of a file; fails where it stops to make sense, after the sink was told what came before. */
    static void copy(Path file, Sink sink, ProgressLine progress) throws CommandException, IOException {
        new RecordingCopier(file, progress).copy(sink);
    }

    private void copy(Sink sink) throws CommandException, IOException {
        try (RecordingReader reader = open()) {
            long size = Files.size(file);
            try {
                copy(reader, sink, size);
            } finally {
                sink.end();
            }
            if (reader.cutOff() > 0) {
                throw new CommandException(
                        ExitCodes.FAILED,
                        file + ", line " + reader.line() + ": the recording was cut off here; its last "
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

    /** Fails early where there is nothing to read. */
    static void checkReadable(Path file) throws CommandException {
        if (!Files.exists(file) || Files.isDirectory(file)) {
            String problem = Files.exists(file) ? "is a directory" : "does not exist";
            throw new CommandException(ExitCodes.CANNOT_READ, "file (" + file + ") " + problem, null);
        }
    }

    private RecordingReader open() throws CommandException {
        checkReadable(file);
        try {
            return RecordingReader.open(file);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCodes.CANNOT_READ, "file (" + file + ") cannot be read: " + Failures.message(e), e);
        }
    }
}
