// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a recording: what it was, and where in the file the rest is.
 *
 * @param file the recording
 * @param header the part of it in which the connection begins
 * @param first how it begins: an {@code Opened}, or all there is, a {@code ConnectFailed}
 * @param line where that is
 * @param ranges of all its lines
 * @param served whether it is shown as {@link PeerView} has it
 */
record RecordedConnection(
        ReopeningFile file, RecordingHeader header, Event first, long line, FileRanges ranges, boolean served) {
    RecordedConnection(ReopeningFile file, RecordingHeader header, Event first, long line) {
        this(file, header, first, line, new FileRanges(), false);
    }

    RecordedConnection asServed() {
        return new RecordedConnection(file, header, first, line, ranges, true);
    }

    /** Returns what the program wanted to reach, or who connected to it. */
    SocketAddress target() {
        if (first instanceof Event.ConnectFailed failed) {
            return failed.target();
        }
        Event.Opened opened = (Event.Opened) first;
        SocketAddress target = opened.target() != null ? opened.target() : opened.remote();
        return Objects.requireNonNullElse(target, InetSocketAddress.createUnresolved("unknown", 0));
    }

    boolean isAccepted() {
        return first instanceof Event.Opened opened && opened.accepted();
    }

    /** Returns an event as it is to be seen; null if it is not. */
    @Nullable
    Event view(Event event) {
        return served ? PeerView.of(event, isAccepted()) : event;
    }

    boolean has(RecordingHeader other, Event event) {
        return header.recording().equals(other.recording())
                && (event.connection() == first.connection()
                        || (event.connection() == 0 && event instanceof Event.Lost));
    }

    /** Returns, for instance, {@code connection 3 to localhost:443}. */
    String description() {
        return "connection " + first.connection() + (isAccepted() ? " from " : " to ") + RecordedAddress.text(target());
    }

    EventCursor cursor() {
        return new EventCursor(this);
    }
}
