// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.Closeable;
import java.util.concurrent.TimeUnit;

/** Accepts the events of all connections. Safe for use by several threads. */
interface EventSink extends Closeable {
    /** The longest time that a call on a stream waits for room, and then again for its events to be written. */
    long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The result of {@link #offer} if the event was not accepted. */
    long LOST = 0;

    /** Waits for room, for at most this time. Returns the time left. The caller holds no lock. */
    long awaitRoom(long nanos);

    /** Accepts an event if there is room, without waiting. Returns its ticket, or {@link #LOST}. */
    long offer(Event event);

    /**
     * Waits until an event and all before it are written, for at most {@link #MAX_WAIT_NANOS}; returns immediately for
     * {@link #LOST}. The caller holds no lock.
     */
    void awaitWritten(long ticket);

    /** Counts the loss of an event of an unknown connection. */
    void lostElsewhere();

    /** Announces a read on a connection that has been written to. */
    void beforeRead(long connection);

    /**
     * Returns a view of this sink for threads that must not wait: it drops an event immediately if there is no room. By
     * default this object, for sinks that never wait.
     */
    default EventSink withoutWaiting() {
        return this;
    }

    /**
     * Waits at most 2 s until all accepted events are written. By default does nothing, for sinks that write immediately.
     */
    default void drain() {}
}
