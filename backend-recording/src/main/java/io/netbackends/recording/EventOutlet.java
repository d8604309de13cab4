// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands the events of one connection on, in order, and says where some are missing. Safe for use by several threads. */
final class EventOutlet {
    /** Makes an event, while no other one of the connection is made. */
    interface Maker {
        Event make(Instant time, long connection);
    }

    private final EventSink sink;
    private final long connection;
    private final Clock clock;
    private final AtomicLong lost;
    private final ReentrantLock lock = new ReentrantLock();
    private final Tally missing = new Tally();

    /** That the connection was opened is not to be lost: without it, nothing that follows makes sense. */
    private @Nullable Event first;

    EventOutlet(EventSink sink, long connection, Clock clock, AtomicLong lost) {
        this.sink = sink;
        this.connection = connection;
        this.clock = clock;
        this.lost = lost;
    }

    void put(Maker maker) {
        sink.awaitRoom(EventSink.MAX_WAIT_NANOS);
        awaitWritten(offer(maker));
    }

    /** Waits at most so long for room; returns how much of the time is left. */
    long awaitRoom(long nanos) {
        return sink.awaitRoom(nanos);
    }

    /** Hands an event on without waiting; returns its ticket, or {@link EventSink#LOST}. */
    long offer(Maker maker) {
        lock.lock();
        try {
            Event event = maker.make(clock.instant(), connection);
            long ticket = handOn(event);
            if (ticket == EventSink.LOST) {
                if (event instanceof Event.Opened) {
                    first = event;
                } else {
                    missing.add(event);
                    lost.incrementAndGet();
                }
            }
            return ticket;
        } finally {
            lock.unlock();
        }
    }

    void awaitWritten(long ticket) {
        sink.awaitWritten(ticket);
    }

    void reading() {
        sink.reading(connection);
    }

    private long handOn(Event event) {
        if (first != null) {
            if (sink.offer(first) == EventSink.LOST) {
                return EventSink.LOST;
            }
            first = null;
        }
        if (missing.events() > 0) {
            if (sink.offer(missing.asLost(event.time(), connection)) == EventSink.LOST) {
                return EventSink.LOST;
            }
            missing.clear();
        }
        return sink.offer(event);
    }
}
