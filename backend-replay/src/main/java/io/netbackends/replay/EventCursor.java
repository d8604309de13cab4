// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Iterates over the events of one connection, holding one event at a time. Used by one thread at a time. */
final class EventCursor {
    private static final Closeable NOTHING_OPEN = () -> {};

    private final RecordedConnection connection;
    private @Nullable RecordingReader reader;
    private int piece = -1;
    private @Nullable Event current;
    private long line;
    private @Nullable RecordingHeader part;
    private boolean inRecording;
    private boolean ended;

    EventCursor(RecordedConnection connection) {
        this.connection = connection;
        this.line = connection.line();
    }

    /** Returns the current event without advancing; null after the last one. */
    @Nullable
    Event peek() throws IOException {
        if (current == null && !ended) {
            current = read();
            ended = current == null;
        }
        return current;
    }

    /** Advances to the next event. */
    void advance() {
        current = null;
    }

    /** Returns the line number of the current event. */
    long line() {
        return line;
    }

    @SuppressWarnings("ReferenceEquality") // compares long names only once
    private @Nullable Event read() throws IOException {
        while (true) {
            RecordingReader open = reader;
            if (open == null
                    || open.lines().nextPosition() >= connection.ranges().end(piece)) {
                if (++piece == connection.ranges().size()) {
                    return null;
                }
                open = open(piece);
                reader = open;
            }
            Event event = open.nextEvent();
            if (event == null) {
                throw open.wrong("the recording was made shorter while it was being replayed", null);
            }
            line = open.line();
            RecordingHeader header = open.requireHeader();
            if (header != part) {
                part = header;
                inRecording = connection.isIn(header);
            }
            Event view = inRecording && connection.has(event) ? connection.view(event) : null;
            if (view != null) {
                return view;
            }
        }
    }

    private RecordingReader open(int index) {
        ReopeningFile file = connection.file();
        LineReader lines = new LineReader(
                file,
                file.toString(),
                connection.ranges().begin(index),
                connection.ranges().firstLine(index));
        return new RecordingReader(NOTHING_OPEN, file.toString(), lines, connection.header());
    }
}
