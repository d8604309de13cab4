// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.Closeable;
import java.util.concurrent.TimeUnit;

/** Where the events of all connections come together. Safe for use by several threads. */
interface EventSink extends Closeable {
    /** How long a call on a stream may wait for room, and as long again for its events to be written. */
    long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What {@link #offer} returns if the event was not taken. */
    long LOST = 0;

    /** Waits at most so long, with no lock held, for the sink to have room; returns how much of the time is left. */
    long awaitRoom(long nanos);

    /** Takes an event, without waiting for room. Returns its ticket, or {@link #LOST}. */
    long offer(Event event);

    /** May wait a little, with no lock held, for an event to be written, and all before it; not for {@link #LOST}. */
    void awaitWritten(long ticket);

    /** Takes note of a loss that concerns a connection of which nothing is known. */
    void lostElsewhere();

    /** A read begins on the connection, which has been written to. */
    void beforeRead(long connection);

    /**
     * Returns the same place for threads that must not wait. Neither it nor what it returns keeps them: an event that there is no
     * room for is lost at once. By default this object, for sinks that never wait.
     */
    default EventSink withoutWaiting() {
        return this;
    }

    /** Waits for what was taken to be written, for 2 s at most. By default not at all, for sinks that write at once. */
    default void drain() {}
}
