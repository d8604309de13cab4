// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netbackends.internal.AtomicFile;
import io.netbackends.internal.FileProblem;
import io.netbackends.recording.format.Event;
import io.netbackends.recording.format.EventEncoder;
import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.replay.RecordingReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The recording of the demo, with all backends in one file.
 *
 * @param file a file in a directory that is deleted after the demo
 */
record DemoRecording(Path file) {
    static final String NDJSON = "demo.ndjson";
    static final String PCAPNG = "demo.pcapng";

    static DemoRecording in(Path directory) {
        return new DemoRecording(directory.resolve(NDJSON));
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Returns the last opened connection, as lines of text. */
    List<String> latestConnection() throws IOException {
        List<Event> events = new ArrayList<>();
        try (RecordingReader reader = RecordingReader.open(file)) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                if (event instanceof Event.Opened) {
                    events.clear();
                }
                events.add(event);
            }
        }
        EventEncoder text = new EventEncoder(RecordingFormat.TEXT);
        events.forEach(text::encode);
        text.end();
        return UTF_8.decode(text.take()).toString().lines().toList();
    }

    /** Checks the target files of {@link #keep} before the demo runs. */
    static void checkKept(Path directory) throws CommandException {
        for (String name : List.of(NDJSON, PCAPNG)) {
            place(directory.resolve(name));
        }
    }

    /** Saves the recording to a directory, in two formats. Replaces files of an earlier demo. */
    void keep(Path directory, Console console) throws CommandException, IOException {
        ProgressLine progress = new ProgressLine(new PrintWriter(Writer.nullWriter()), "");
        for (String name : List.of(NDJSON, PCAPNG)) {
            Path copy = directory.resolve(name);
            RecordingConverter.convert(
                    RecordingSource.of(file, console), place(copy), RecordingFormat.of(copy), progress);
        }
    }

    private static AtomicFile place(Path copy) throws CommandException {
        try {
            return AtomicFile.replace(copy);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCodes.WRITE_ERROR,
                    "demo writes " + copy + ", which cannot be written (" + FileProblem.of(e)
                            + "); --directory chooses another directory",
                    e);
        }
    }
}
