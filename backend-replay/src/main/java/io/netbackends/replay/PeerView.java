// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import org.jspecify.annotations.Nullable;

/** Converts recorded events for a served client, which talks to the replay in plaintext over a real connection. */
final class PeerView {
    private PeerView() {}

    /**
     * Returns the event for a served client: without TLS and, if the connection was accepted, with reading and writing
     * swapped. Null if the client must not see the event.
     */
    static @Nullable Event of(Event event, boolean accepted) {
        if (event instanceof Event.Tls) {
            return null;
        }
        return accepted ? turned(event) : event;
    }

    private static @Nullable Event turned(Event event) {
        if (event instanceof Event.Data data) {
            return new Event.Data(data.time(), data.connection(), !data.written(), data.bytes(), data.size(), null);
        }
        if (event instanceof Event.EndOfStream end) {
            return new Event.OutputShutDown(end.time(), end.connection(), null);
        }
        if (event instanceof Event.OutputShutDown || event instanceof Event.Closed) {
            return new Event.EndOfStream(event.time(), event.connection(), null);
        }
        if (event instanceof Event.Lost lost) {
            return new Event.Lost(
                    lost.time(),
                    lost.connection(),
                    lost.events(),
                    /* read= */ lost.written(),
                    /* written= */ lost.read());
        }
        return event instanceof Event.Failed ? null : event;
    }
}
