// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkStreamInterface;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Forwards every call, and commits an event for it if it is recorded. */
final class JfrStream extends ForwardingNetworkStream {
    private final ObservedConnection connection;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Null after it has ended, or if it is not recorded. Used by the reading thread, and by startTls, which excludes reads.
     */
    private @Nullable FirstByteEvent firstByte = FirstByteEvent.begun();

    JfrStream(NetworkStreamInterface delegate, ObservedConnection connection) {
        super(delegate);
        this.connection = connection;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        ReadEvent event = ReadEvent.begun();
        int n;
        try {
            n = super.read(dst); // may block
        } catch (IOException e) {
            connection.failed("read", e);
            throw e;
        }
        if (event != null) {
            event.commit(connection, Math.max(n, 0), n < 0);
        }
        if (firstByte != null && n > 0) {
            firstByte.commit(connection);
            firstByte = null;
        }
        return n;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        WriteEvent event = WriteEvent.begun();
        int start = src.position();
        try {
            super.write(src); // may block
        } catch (IOException e) {
            connection.failed("write", e);
            throw e;
        }
        if (event != null) {
            event.commit(connection, src.position() - start);
        }
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        TlsHandshakeEvent event = TlsHandshakeEvent.begun();
        try {
            super.startTls(engine); // may block
        } catch (IOException e) {
            connection.failed("startTls", e);
            throw e;
        }
        if (event != null) {
            event.commit(connection, engine);
        }
        firstByte = FirstByteEvent.begun();
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            super.shutdownOutput(); // may block
        } catch (IOException e) {
            connection.failed("shutdownOutput", e);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        close(super::close, false); // may block
    }

    @Override
    public void abort() throws IOException {
        close(super::abort, true);
    }

    /** A repeated close does nothing, and gives no event. */
    private void close(Closeable stream, boolean aborted) throws IOException {
        CloseEvent event = closed.getAndSet(true) ? null : CloseEvent.begun();
        try {
            stream.close();
        } catch (IOException e) {
            connection.failed("close", e);
            throw e;
        } finally {
            if (event != null) {
                event.commit(connection, aborted);
            }
        }
    }
}
