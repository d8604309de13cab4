// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.ConnectionInfo;
import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A recorded connection: its first event, and the ranges of the file that contain the others.
 *
 * @param file the recording
 * @param header the header of the part in which the connection begins
 * @param first its first event: an {@code Opened}, a {@code Continued} if the part in which it was opened is missing, or a
 *     {@code ConnectFailed}
 * @param line the line number of the first event
 * @param ranges the ranges of all its lines
 * @param served whether events are converted by {@link PeerView}
 */
record RecordedConnection(
        ReopeningFile file, RecordingHeader header, Event first, long line, FileRanges ranges, boolean served) {
    RecordedConnection(ReopeningFile file, RecordingHeader header, Event first, long line) {
        this(file, header, first, line, new FileRanges(), false);
    }

    RecordedConnection asServed() {
        return new RecordedConnection(file, header, first, line, ranges, true);
    }

    /** Whether the recording lacks its beginning. */
    boolean isContinued() {
        return first instanceof Event.Continued;
    }

    boolean isFailure() {
        return first instanceof Event.ConnectFailed;
    }

    /** Returns the event that opened it. Must not be called if {@link #isFailure}. */
    Event.Opened opened() {
        return first instanceof Event.Continued continued ? continued.opened() : (Event.Opened) first;
    }

    /** Returns the target of the program, or the address of the peer that connected to it. */
    SocketAddress target() {
        if (first instanceof Event.ConnectFailed failed) {
            return failed.target();
        }
        Event.Opened opened = opened();
        SocketAddress target = opened.target() != null ? opened.target() : opened.remote();
        return Objects.requireNonNullElse(target, InetSocketAddress.createUnresolved("unknown", 0));
    }

    boolean isAccepted() {
        return !isFailure() && opened().accepted();
    }

    ConnectionInfo info() {
        Event.Opened opened = opened();
        return new ConnectionInfo(
                opened.local(), opened.remote(), opened.accepted(), opened.target(), opened.backend());
    }

    /** Returns an event as the replay must see it; null if the replay must skip it. */
    @Nullable
    Event view(Event event) {
        Event own = event;
        if (event instanceof Event.Continued continued) {
            own = event.equals(first) ? continued.tls() : null; // otherwise the replay has already seen its content
        }
        return own != null && served ? PeerView.of(own, isAccepted()) : own;
    }

    /** Whether the part belongs to the same recording. */
    boolean isIn(RecordingHeader part) {
        return header.recording().equals(part.recording());
    }

    /** Whether an event of the recording affects this connection. */
    boolean has(Event event) {
        return event.connection() == first.connection() || (event.connection() == 0 && event instanceof Event.Lost);
    }

    /** Whether the recorded peer acted before the program wrote anything. */
    boolean beginsWithPeer() throws IOException {
        EventCursor cursor = cursor();
        for (Event event = cursor.peek(); event != null; event = cursor.peek()) {
            if (event instanceof Event.Data data) {
                return !data.written();
            }
            if (event instanceof Event.EndOfStream
                    || (event instanceof Event.Failed failed
                            && failed.operation().equals("read")
                            && !RecordedFailures.isOwn(failed.failure())
                            && !RecordedFailures.isTimeout(failed.failure()))) {
                return true;
            }
            if (event instanceof Event.OutputShutDown || event instanceof Event.Closed) {
                return false;
            }
            cursor.advance();
        }
        return false;
    }

    /** Returns, for instance, {@code connection 3 to localhost:443}. */
    String description() {
        return "connection " + first.connection() + (isAccepted() ? " from " : " to ") + RecordedAddress.text(target());
    }

    EventCursor cursor() {
        return new EventCursor(this);
    }
}
