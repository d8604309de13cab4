// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Remembers which connections of a recording have been introduced to its reader. */
final class KnownConnections {
    private Set<Long> numbers = new HashSet<>();
    private @Nullable RecordingHeader part;

    /** Returns what is to come before the event; null if its connection is known, or the event holds no bytes. */
    @SuppressWarnings("ReferenceEquality") // to compare long names once only
    @Nullable
    Event introduction(RecordingHeader header, Event event) {
        if (part != header) {
            if (part != null && !part.recording().equals(header.recording())) {
                numbers = new HashSet<>(); // an emptied one stays as large as it was
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

    /** Notes an event; returns whether it tells the reader something new. */
    boolean add(Event event) {
        if (event instanceof Event.Opened || event instanceof Event.ConnectFailed) {
            numbers.add(event.connection());
        }
        return !(event instanceof Event.Continued) || numbers.add(event.connection());
    }
}
