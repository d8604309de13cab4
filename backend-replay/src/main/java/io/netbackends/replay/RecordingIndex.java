// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import io.netbackends.recording.internal.NdjsonSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connections of a recording, in the order in which they were opened, without holding their bytes. Time is
 * proportional to the size of the file, memory to the number of connections.
 */
final class RecordingIndex {
    private final ReopeningFile file;
    private final List<RecordedConnection> connections = new ArrayList<>();

    /** The connections by recording and number. */
    private final Map<String, Map<Long, RecordedConnection>> known = new HashMap<>();

    /** The open connections without losses so far. */
    private Set<RecordedConnection> open = newSet();

    private @Nullable RecordingHeader part;

    /** The connections of the current recording, by number. */
    private Map<Long, RecordedConnection> numbers = Map.of();

    private RecordingIndex(ReopeningFile file) {
        this.file = file;
    }

    /**
     * Reads a whole recording.
     *
     * @throws MalformedRecordingException if a line is malformed; the bytes of data events are not checked
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

    @SuppressWarnings("ReferenceEquality") // compares long names only once
    private void add(JsonObjectLine line, RecordingReader reader) throws IOException {
        long number;
        String kind;
        try {
            kind = line.string(NdjsonSchema.KIND);
            number = EventParser.connection(line);
        } catch (IllegalArgumentException e) {
            throw reader.wrong(String.valueOf(e.getMessage()), e);
        }
        RecordingHeader header = reader.requireHeader();
        if (header != part) {
            part = header;
            numbers = known.computeIfAbsent(header.recording(), id -> new HashMap<>());
        }
        if (kind.equals(NdjsonSchema.OPEN)
                || (!numbers.containsKey(number)
                        && (kind.equals(NdjsonSchema.ERROR) || kind.equals(NdjsonSchema.CONTINUE)))) {
            begin(header, reader.event(line), reader);
        }
        if (kind.equals(NdjsonSchema.LOST) && number == 0) {
            // Any open connection may lack events from here on; later losses then make no difference.
            open.forEach(connection -> extend(connection, reader));
            open = newSet(); // clearing takes time proportional to the capacity, at each loss
        }
        RecordedConnection connection = numbers.get(number);
        if (connection != null) { // otherwise it was opened in a missing part
            extend(connection, reader);
            if (kind.equals(NdjsonSchema.CLOSE)) {
                open.remove(connection);
            }
        }
    }

    private void begin(RecordingHeader header, @Nullable Event event, RecordingReader reader) {
        if (event instanceof Event.Opened || event instanceof Event.Continued || event instanceof Event.ConnectFailed) {
            RecordedConnection connection = new RecordedConnection(file, header, event, reader.line());
            connections.add(connection);
            numbers.put(event.connection(), connection);
            if (!connection.isFailure()) {
                open.add(connection);
            }
        }
    }

    private static Set<RecordedConnection> newSet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static void extend(RecordedConnection connection, RecordingReader reader) {
        LineReader lines = reader.lines();
        connection.ranges().add(lines.position(), lines.nextPosition(), lines.number());
    }
}
