// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the connections of a recording, in the order in which they were opened, without keeping what passed through them. */
final class RecordingIndex {
    private final ReopeningFile file;
    private final List<RecordedConnection> connections = new ArrayList<>();

    /** By recording and number. */
    private final Map<String, RecordedConnection> known = new HashMap<>();

    /** Those that have not been closed yet. */
    private final Set<RecordedConnection> open = new HashSet<>();

    private RecordingIndex(ReopeningFile file) {
        this.file = file;
    }

    /**
     * Reads a whole recording.
     *
     * @throws MalformedRecordingException if something in it makes no sense; bytes are not looked at
     */
    static List<RecordedConnection> of(ReopeningFile file) throws IOException {
        RecordingIndex index = new RecordingIndex(file);
        try (RecordingReader reader = RecordingReader.open(file.path())) {
            for (JsonObjectLine line = reader.nextLine(EventParser.OUTLINE);
                    line != null;
                    line = reader.nextLine(EventParser.OUTLINE)) {
                index.add(line, reader);
            }
        }
        return List.copyOf(index.connections);
    }

    private void add(JsonObjectLine line, RecordingReader reader) throws IOException {
        long number;
        String kind;
        try {
            kind = line.string("kind");
            number = EventParser.connection(line);
        } catch (IllegalArgumentException e) {
            throw reader.wrong(String.valueOf(e.getMessage()), e);
        }
        RecordingHeader header = reader.header();
        if (header == null) {
            return;
        }
        String key = header.recording() + " " + number;
        if (kind.equals("open") || (kind.equals("error") && !known.containsKey(key))) {
            begin(key, header, reader.event(line), reader);
        }
        if (kind.equals("lost") && number == 0) {
            open.forEach(connection -> extend(connection, reader)); // any of them may lack something
        }
        RecordedConnection connection = known.get(key);
        if (connection != null) { // else it was opened in a part that is not here
            extend(connection, reader);
            if (kind.equals("close")) {
                open.remove(connection);
            }
        }
    }

    private void begin(String key, RecordingHeader header, @Nullable Event event, RecordingReader reader) {
        if (event instanceof Event.Opened || event instanceof Event.ConnectFailed) {
            RecordedConnection connection = new RecordedConnection(file, header, event, reader.line());
            connections.add(connection);
            known.put(key, connection);
            if (event instanceof Event.Opened) {
                open.add(connection);
            }
        }
    }

    private static void extend(RecordedConnection connection, RecordingReader reader) {
        LineReader lines = reader.lines();
        connection.ranges().add(lines.position(), lines.nextPosition(), lines.number());
    }
}
