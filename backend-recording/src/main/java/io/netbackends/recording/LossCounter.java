// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.time.Instant;

/** Counts events and their bytes. */
final class LossCounter {
    private long events;
    private long read;
    private long written;

    void add(Event event) {
        if (event instanceof Event.Lost lost) {
            add(lost.events(), lost.read(), lost.written());
        } else if (event instanceof Event.Data data) {
            add(1, data.written() ? 0 : data.size(), data.written() ? data.size() : 0);
        } else {
            add(1, 0, 0);
        }
    }

    void add(LossCounter other) {
        add(other.events, other.read, other.written);
    }

    /** Adds events whose sizes are unknown. */
    void add(long moreEvents) {
        add(moreEvents, 0, 0);
    }

    void add(long moreEvents, long moreRead, long moreWritten) {
        events += moreEvents;
        read += moreRead;
        written += moreWritten;
    }

    long events() {
        return events;
    }

    void clear() {
        events = 0;
        read = 0;
        written = 0;
    }

    Event.Lost asLost(Instant time, long connection) {
        return new Event.Lost(time, connection, events, read, written);
    }
}
