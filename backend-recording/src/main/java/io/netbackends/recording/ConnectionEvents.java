// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Makes events of what happens on one connection, hands them on in order, and says where some are missing. */
final class ConnectionEvents implements ConnectionRecorder {
    /** Makes an event while no other event of the connection is made. */
    private interface Maker {
        Event make(Instant time, long connection);
    }

    private final EventSink sink;
    private final long number;
    private final Clock clock;
    private final AtomicLong lost;
    private final Redactor read;
    private final Redactor written;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, as the next two are. */
    private final LossCounter missing = new LossCounter();

    private long bytesLeft;

    /** The event that opens the connection, if there was no room for it: without it, nothing that follows makes sense. */
    private @Nullable Event first;

    /** Whether something was written since the last read began. */
    private volatile boolean unread;

    /**
     * Creates the events of a connection; {@link #opened} or {@link #connectFailed} makes the first one.
     *
     * @param number the number of the connection
     * @param lost counts the events of all connections that there was no room for
     */
    ConnectionEvents(
            EventSink sink,
            long number,
            Clock clock,
            AtomicLong lost,
            EventRecorder.Rules rules,
            ConnectionInfo connection) {
        this.sink = sink;
        this.number = number;
        this.clock = clock;
        this.lost = lost;
        this.read = rules.redaction().redactor(connection, false);
        this.written = rules.redaction().redactor(connection, true);
        this.bytesLeft = rules.bytesPerConnection();
    }

    void opened(ConnectionInfo connection) {
        put((time, number) -> new Event.Opened(
                time,
                number,
                connection.accepted(),
                connection.backend(),
                connection.target(),
                connection.local(),
                connection.remote()));
    }

    void connectFailed(String backend, SocketAddress target, IOException failure) {
        put((time, number) -> new Event.ConnectFailed(time, number, backend, target, describe(failure)));
    }

    @Override
    public void beforeRead() {
        if (unread) {
            unread = false;
            sink.beforeRead(number);
        }
    }

    @Override
    public void read(ByteBuffer bytes) {
        move(bytes, false);
    }

    @Override
    public void written(ByteBuffer bytes) {
        unread = true;
        move(bytes, true);
    }

    @Override
    public void tls(SSLSession session, String alpn) {
        put((time, number) -> new Event.Tls(time, number, session.getProtocol(), session.getCipherSuite(), alpn));
    }

    @Override
    public void endOfStream() {
        put(Event.EndOfStream::new);
    }

    @Override
    public void outputShutDown() {
        put(Event.OutputShutDown::new);
    }

    @Override
    public void failed(String operation, IOException failure) {
        put((time, number) -> new Event.Failed(time, number, operation, describe(failure)));
    }

    @Override
    public void closed() {
        put(Event.Closed::new);
    }

    private void move(ByteBuffer bytes, boolean isWritten) {
        long nanos = EventSink.MAX_WAIT_NANOS;
        long ticket = EventSink.LOST;
        while (bytes.hasRemaining()) {
            int size = Math.min(bytes.remaining(), Event.Data.MAX_SIZE);
            ByteBuffer piece = bytes.slice(bytes.position(), size);
            bytes.position(bytes.position() + size);
            nanos = sink.awaitRoom(nanos);
            long own = offer((time, number) -> new Event.Data(time, number, isWritten, kept(piece, isWritten), size));
            ticket = Math.max(ticket, own);
        }
        sink.awaitWritten(ticket);
    }

    /** Returns what is to be recorded, as a copy: the memory is the caller's. */
    private ByteBuffer kept(ByteBuffer piece, boolean isWritten) {
        int length = (int) Math.min(piece.remaining(), bytesLeft);
        bytesLeft -= length;
        ByteBuffer copy = ByteBuffer.allocate(length).put(piece.limit(length)).flip();
        if (length > 0) {
            (isWritten ? written : read).redact(copy.duplicate());
        }
        return copy;
    }

    private void put(Maker maker) {
        sink.awaitRoom(EventSink.MAX_WAIT_NANOS);
        sink.awaitWritten(offer(maker));
    }

    /** Hands an event on without waiting; returns its ticket, or {@link EventSink#LOST}. */
    private long offer(Maker maker) {
        lock.lock();
        try {
            Event event = maker.make(clock.instant(), number);
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

    private long handOn(Event event) {
        if (first != null) {
            if (sink.offer(first) == EventSink.LOST) {
                return EventSink.LOST;
            }
            first = null;
        }
        if (missing.events() > 0) {
            if (sink.offer(missing.asLost(event.time(), number)) == EventSink.LOST) {
                return EventSink.LOST;
            }
            missing.clear();
        }
        return sink.offer(event);
    }

    private static Event.Failure describe(IOException failure) {
        return new Event.Failure(failure.getClass().getName(), failure.getMessage());
    }
}
