// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording.format;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the open connections, so that each part of a recording can introduce those that continue in it. A connection is
 * introduced directly before its first event in the part. The number of introductions in a part thus depends on its events,
 * not on the number of open connections.
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

    /** Counts the parts begun by this object; not the number of a part in its recording. */
    private int part;

    /** Begins a part. Connection numbers are unique only within one recording. */
    void begin(String ofRecording) {
        if (!ofRecording.equals(recording)) {
            states = new HashMap<>(); // a cleared map keeps its capacity
            recording = ofRecording;
        }
        part++;
    }

    /** Introduces all connections again before their next events. Call if introductions did not reach the file. */
    void forgetIntroductions() {
        part++;
    }

    /**
     * Returns the introduction to write before an event; null if the connection is already known in this part, or unknown.
     */
    Event.@Nullable Continued introduction(Event event) {
        State state = states.get(event.connection());
        if (state == null || state.introducedIn == part || event instanceof Event.Opened) {
            return null;
        }
        state.introducedIn = part;
        return new Event.Continued(event.time(), state.opened, state.tls, state.read, state.written);
    }

    /** Tracks an event. Returns whether to write it: false for an introduction of a connection that is already known. */
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
