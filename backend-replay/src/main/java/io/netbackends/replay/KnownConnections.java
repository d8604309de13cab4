// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tracks which connections of a recording have been introduced to its reader. */
final class KnownConnections {
    private Set<Long> numbers = new HashSet<>();
    private @Nullable RecordingHeader part;

    /**
     * Returns the introduction to insert before the event; null if its connection is known, or the event contains no bytes.
     */
    @SuppressWarnings("ReferenceEquality") // compares long names only once
    @Nullable
    Event introduction(RecordingHeader header, Event event) {
        if (part != header) {
            if (part != null && !part.recording().equals(header.recording())) {
                numbers = new HashSet<>(); // a cleared set keeps its capacity
            }
            part = header;
        }
        if (!(event instanceof Event.Data) || !numbers.add(event.connection())) {
            return null;
        }
        Event.Opened opened =
                new Event.Opened(event.time(), event.connection(), false, "unknown", null, null, null, null, null);
        return new Event.Continued(event.time(), opened, null, 0, 0);
    }

    /** Tracks an event. Returns whether it is new to the reader: false for an introduction of a known connection. */
    boolean add(Event event) {
        if (event instanceof Event.Opened || event instanceof Event.ConnectFailed) {
            numbers.add(event.connection());
        }
        return !(event instanceof Event.Continued) || numbers.add(event.connection());
    }
}
