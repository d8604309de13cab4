// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import org.jspecify.annotations.Nullable;

/** What was recorded as the other side is to see it, which talks to the replay in plaintext, over a connection of its own. */
final class PeerView {
    private PeerView() {}

    /** Without TLS; for a connection that was accepted, with the roles of reading and writing changed. Null: not to be seen. */
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
