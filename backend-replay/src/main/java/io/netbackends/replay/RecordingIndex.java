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
 * Finds the connections of a recording, in the order in which they were opened, without keeping what passed through them. Takes
 * time in proportion to the file, and memory in proportion to the connections.
 */
final class RecordingIndex {
    private final ReopeningFile file;
    private final List<RecordedConnection> connections = new ArrayList<>();

    /** By recording, which may have a long name, and number. */
    private final Map<String, Map<Long, RecordedConnection>> known = new HashMap<>();

    /** Those that have not been closed yet, and lack nothing so far. */
    private Set<RecordedConnection> open = newSet();

    private @Nullable RecordingHeader part;

    /** Those of the recording to which this part belongs. */
    private Map<Long, RecordedConnection> numbers = Map.of();

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

    @SuppressWarnings("ReferenceEquality") // to compare long names once only
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
            // Any of them may lack something from here on, and what else it may lack later does not matter any more.
            open.forEach(connection -> extend(connection, reader));
            open = newSet(); // an emptied one takes as long for each loss as it was large
        }
        RecordedConnection connection = numbers.get(number);
        if (connection != null) { // else it was opened in a part that is not here
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
