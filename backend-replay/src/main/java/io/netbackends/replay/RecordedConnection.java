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
 * A connection of a recording: what it was, and where in the file the rest is.
 *
 * @param file the recording
 * @param header the part of it in which the connection begins
 * @param first how it begins: an {@code Opened}, a {@code Continued} if the part in which it was opened is missing, or all there
 *     is, a {@code ConnectFailed}
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

    /** Whether the recording lacks how it began. */
    boolean isContinued() {
        return first instanceof Event.Continued;
    }

    boolean isFailure() {
        return first instanceof Event.ConnectFailed;
    }

    /** Returns how it was opened; not for one that {@link #isFailure}. */
    Event.Opened opened() {
        return first instanceof Event.Continued continued ? continued.opened() : (Event.Opened) first;
    }

    /** Returns what the program wanted to reach, or the peer that connected to it. */
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

    /** Returns an event as the replay is to see it; null if it is not to see it. */
    @Nullable
    Event view(Event event) {
        Event own = event;
        if (event instanceof Event.Continued continued) {
            own = event.equals(first) ? continued.tls() : null; // else the replay knows all of it
        }
        return own != null && served ? PeerView.of(own, isAccepted()) : own;
    }

    /** Whether it is of the same recording as a part. */
    boolean isIn(RecordingHeader part) {
        return header.recording().equals(part.recording());
    }

    /** Whether it concerns an event of its recording. */
    boolean has(Event event) {
        return event.connection() == first.connection() || (event.connection() == 0 && event instanceof Event.Lost);
    }

    /** Whether the peer is recorded to act before the program writes anything. */
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
