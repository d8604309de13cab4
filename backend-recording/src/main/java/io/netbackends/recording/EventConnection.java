// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSession;

/** Makes events of what happens on one connection. */
final class EventConnection implements ConnectionRecorder {
    private final EventOutlet outlet;
    private final Redactor read;
    private final Redactor written;

    /** Only used where an event is made. */
    private long bytesLeft;

    /** Whether something was written since the last read began. */
    private volatile boolean unread;

    EventConnection(EventOutlet outlet, EventRecorder.Rules rules, Recorder.Connection connection) {
        this.outlet = outlet;
        this.read = rules.redaction().redactor(connection, false);
        this.written = rules.redaction().redactor(connection, true);
        this.bytesLeft = rules.bytesPerConnection();
        outlet.put((time, number) -> new Event.Opened(
                time,
                number,
                connection.accepted(),
                connection.backend(),
                connection.target(),
                connection.local(),
                connection.remote()));
    }

    @Override
    public void reading() {
        if (unread) {
            unread = false;
            outlet.reading();
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
        outlet.put(
                (time, number) -> new Event.Tls(time, number, session.getProtocol(), session.getCipherSuite(), alpn));
    }

    @Override
    public void endOfStream() {
        outlet.put(Event.EndOfStream::new);
    }

    @Override
    public void outputShutDown() {
        outlet.put(Event.OutputShutDown::new);
    }

    @Override
    public void failed(String operation, IOException failure) {
        outlet.put((time, number) -> new Event.Failed(time, number, operation, Event.Failure.of(failure)));
    }

    @Override
    public void closed() {
        outlet.put(Event.Closed::new);
    }

    private void move(ByteBuffer bytes, boolean isWritten) {
        long nanos = EventSink.MAX_WAIT_NANOS;
        long ticket = EventSink.LOST;
        while (bytes.hasRemaining()) {
            int size = Math.min(bytes.remaining(), Event.Data.MAX_SIZE);
            ByteBuffer piece = bytes.slice(bytes.position(), size);
            bytes.position(bytes.position() + size);
            nanos = outlet.awaitRoom(nanos);
            long own = outlet.offer(
                    (time, number) -> new Event.Data(time, number, isWritten, kept(piece, isWritten), size));
            ticket = Math.max(ticket, own);
        }
        outlet.awaitWritten(ticket);
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
}
