// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the connections that are open, so that each part of a recording can introduce those that go on in it. A connection
 * is introduced right before its first event in the part: what a part says of connections is in proportion to its events, however
 * many connections are open.
 */
final class OpenConnections {
    private static final class State {
        final Event.Opened opened;
        Event.@Nullable Tls tls;
        long read;
        long written;
        int introducedIn;

        State(Event.Opened opened, int part) {
            this.opened = opened;
            this.introducedIn = part;
        }
    }

    private Map<Long, State> states = new HashMap<>();
    private String recording = "";

    /** Counts the parts that were begun here; not the number that a part has in its recording. */
    private int part;

    /** Begins a part. Numbers of connections belong to one recording. */
    void begin(String ofRecording) {
        if (!ofRecording.equals(recording)) {
            states = new HashMap<>(); // an emptied one stays as large as it was
            recording = ofRecording;
        }
        part++;
    }

    /** Has all connections introduced again: what was said of them did not reach the file. */
    void forgetIntroductions() {
        part++;
    }

    /** Returns what is to come before an event; null if the connection is known in this part, or not known at all. */
    Event.@Nullable Continued introduction(Event event) {
        State state = states.get(event.connection());
        if (state == null || state.introducedIn == part || event instanceof Event.Opened) {
            return null;
        }
        state.introducedIn = part;
        return new Event.Continued(event.time(), state.opened, state.tls, state.read, state.written);
    }

    /** Notes an event; returns whether it is one to be written: an introduction is none if the connection is known. */
    boolean add(Event event) {
        if (event instanceof Event.Opened opened) {
            states.put(opened.connection(), new State(opened, part));
            return true;
        }
        if (event instanceof Event.Continued continued) {
            return states.putIfAbsent(continued.connection(), stateOf(continued)) == null;
        }
        if (event instanceof Event.Closed) {
            states.remove(event.connection());
            return true;
        }
        State state = states.get(event.connection());
        if (state != null) {
            if (event instanceof Event.Data data) {
                state.read += data.written() ? 0 : data.size();
                state.written += data.written() ? data.size() : 0;
            } else if (event instanceof Event.Lost lost) {
                state.read += lost.read();
                state.written += lost.written();
            } else if (event instanceof Event.Tls tls) {
                state.tls = tls;
            }
        }
        return true;
    }

    private State stateOf(Event.Continued continued) {
        State state = new State(continued.opened(), part);
        state.tls = continued.tls();
        state.read = continued.read();
        state.written = continued.written();
        return state;
    }
}
