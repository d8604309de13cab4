// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Turns the calls on one connection into events, passes them on in order, and reports where some are missing. */
final class ConnectionEvents implements ConnectionRecorder {
    /** Makes an event while holding the lock of the connection. */
    private interface Maker {
        Event make(Instant time, long connection);
    }

    private static final String CLOSE = "close";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final EventSink sink;
    private final long number;
    private final Clock clock;
    private final AtomicLong lost;
    private final WarnOnce warning;
    private final Redactor read;
    private final Redactor written;
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, like the next two fields. */
    private final LossCounter missing = new LossCounter();

    private long bytesLeft;

    /** Whether the redactor of a direction missed a byte, so that it can no longer recognize what is confidential. */
    private boolean readIsUnclear;

    private boolean writtenIsUnclear;

    /** Makes the event that opens the connection until the sink accepts it: the events after it make no sense without it. */
    private @Nullable Maker first;

    /** When the last read began; null before the first one. */
    private volatile @Nullable Instant readBegan;

    /** When the last write, startTls or shutdownOutput began; at most one of them is in progress. */
    private volatile @Nullable Instant writeBegan;

    private volatile @Nullable Instant closeBegan;

    /** Whether something was written since the last read began. */
    private volatile boolean unread;

    /**
     * Creates the events of a connection; {@link #opened} or {@link #connectFailed} makes the first one.
     *
     * @param number the number of the connection
     * @param lost counts the events of all connections that the sink did not accept
     * @param warning logs the first failure of all connections
     */
    ConnectionEvents(
            EventSink sink,
            long number,
            Clock clock,
            AtomicLong lost,
            WarnOnce warning,
            EventRecorder.Rules rules,
            ConnectionInfo connection) {
        this.sink = sink;
        this.number = number;
        this.clock = clock;
        this.lost = lost;
        this.warning = warning;
        this.read = rules.redaction().redactor(connection, false);
        this.written = rules.redaction().redactor(connection, true);
        this.bytesLeft = rules.bytesPerConnection();
    }

    void opened(ConnectionInfo connection) {
        first = (time, number) -> new Event.Opened(
                time,
                number,
                connection.accepted(),
                connection.backend(),
                connection.target(),
                connection.local(),
                connection.remote(),
                connection.lookedUp(),
                connection.begin());
        sink.awaitRoom(EventSink.MAX_WAIT_NANOS);
        sink.awaitWritten(offer(null, 0, 0));
    }

    void connectFailed(ConnectionInfo attempt, SocketAddress target, IOException failure) {
        put((time, number) ->
                new Event.ConnectFailed(time, number, attempt.backend(), target, describe(failure), attempt.begin()));
    }

    @Override
    public void beforeRead() {
        readBegan = clock.instant();
        if (unread) {
            unread = false;
            sink.beforeRead(number);
        }
    }

    @Override
    public void beforeCall(String operation) {
        Instant now = clock.instant();
        if (operation.equals(CLOSE)) {
            closeBegan = now;
        } else {
            writeBegan = now;
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
        Instant begin = writeBegan;
        List<ByteBuffer> certificates = PeerCertificates.of(session);
        put((time, number) -> new Event.Tls(
                time, number, session.getProtocol(), session.getCipherSuite(), alpn, certificates, begin));
    }

    @Override
    public void endOfStream() {
        Instant begin = readBegan;
        put((time, number) -> new Event.EndOfStream(time, number, begin));
    }

    @Override
    public void outputShutDown() {
        Instant begin = writeBegan;
        put((time, number) -> new Event.OutputShutDown(time, number, begin));
    }

    @Override
    public void failed(String operation, IOException failure) {
        Instant begin = operation.equals("read") ? readBegan : operation.equals(CLOSE) ? closeBegan : writeBegan;
        put((time, number) -> new Event.Failed(time, number, operation, describe(failure), begin));
    }

    @Override
    public void closed() {
        Instant begin = closeBegan;
        put((time, number) -> new Event.Closed(time, number, begin));
    }

    private void move(ByteBuffer bytes, boolean isWritten) {
        long nanos = EventSink.MAX_WAIT_NANOS;
        long ticket = EventSink.LOST;
        Instant begin = isWritten ? writeBegan : readBegan;
        while (bytes.hasRemaining()) {
            int size = Math.min(bytes.remaining(), Event.Data.MAX_SIZE);
            ByteBuffer piece = bytes.slice(bytes.position(), size);
            bytes.position(bytes.position() + size);
            nanos = sink.awaitRoom(nanos);
            long own = offer(
                    (time, number) -> new Event.Data(time, number, isWritten, kept(piece, isWritten), size, begin),
                    isWritten ? 0 : size,
                    isWritten ? size : 0);
            ticket = Math.max(ticket, own);
        }
        sink.awaitWritten(ticket);
    }

    /** Returns a copy of the bytes to record, since the caller may reuse its buffer. */
    private ByteBuffer kept(ByteBuffer piece, boolean isWritten) {
        int length = (int) Math.min(piece.remaining(), bytesLeft);
        if (length == 0 || (isWritten ? writtenIsUnclear : readIsUnclear)) {
            return NOTHING;
        }
        setUnclear(isWritten, true);
        ByteBuffer copy = ByteBuffer.allocate(length).put(piece.limit(length)).flip();
        (isWritten ? written : read).redact(copy.duplicate());
        setUnclear(isWritten, false);
        bytesLeft -= length;
        return copy;
    }

    private void setUnclear(boolean isWritten, boolean unclear) {
        if (isWritten) {
            writtenIsUnclear = unclear;
        } else {
            readIsUnclear = unclear;
        }
    }

    private void put(Maker maker) {
        sink.awaitRoom(EventSink.MAX_WAIT_NANOS);
        sink.awaitWritten(offer(maker, 0, 0));
    }

    /**
     * Passes an event on without waiting, after any pending events before it. Returns its ticket, or {@link EventSink#LOST}.
     *
     * @param maker makes the event; null to pass on only the first event
     * @param bytesRead how many read bytes are lost if the event is
     * @param bytesWritten how many written bytes are lost if the event is
     */
    private long offer(@Nullable Maker maker, int bytesRead, int bytesWritten) {
        FailsafeLock.lock(lock);
        try {
            Instant time = clock.instant();
            Event event = maker == null ? null : maker.make(time, number); // always: the redactor must see every byte
            long ticket = handOn(event, time);
            if (ticket == EventSink.LOST) {
                count(maker, bytesRead, bytesWritten);
            }
            return ticket;
        } catch (RuntimeException | Error failure) { // out of memory or of threads
            count(maker, bytesRead, bytesWritten);
            warning.warn("recording failed; lost events are counted", failure);
            return EventSink.LOST;
        } finally {
            lock.unlock();
        }
    }

    private void count(@Nullable Maker maker, int bytesRead, int bytesWritten) {
        if (maker != null) { // the first event is not lost: it is tried again
            missing.add(1, bytesRead, bytesWritten);
            lost.incrementAndGet();
        }
    }

    private long handOn(@Nullable Event event, Instant time) {
        long ticket = EventSink.LOST;
        if (first != null) {
            ticket = sink.offer(first.make(time, number));
            if (ticket == EventSink.LOST) {
                return EventSink.LOST;
            }
            first = null;
        }
        if (missing.events() > 0) {
            if (sink.offer(missing.asLost(time, number)) == EventSink.LOST) {
                return EventSink.LOST;
            }
            missing.clear();
        }
        return event == null ? ticket : sink.offer(event);
    }

    private static Event.Failure describe(IOException failure) {
        return new Event.Failure(failure.getClass().getName(), failure.getMessage());
    }
}
