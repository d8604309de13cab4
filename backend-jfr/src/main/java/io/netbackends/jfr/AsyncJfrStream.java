// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import io.netbackends.async.AsyncForwardingNetworkStream;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DecoratedCall;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Forwards every call, and commits an event before its future is complete. If nothing is recorded, it returns the future of
 * the call unchanged.
 */
final class AsyncJfrStream extends AsyncForwardingNetworkStream {
    private final ObservedConnection connection;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Null after it has ended, or if it is not recorded. Used by one read at a time, or by startTls, which excludes reads.
     */
    private volatile @Nullable FirstByteEvent firstByte = FirstByteEvent.begun();

    AsyncJfrStream(AsyncNetworkStreamInterface delegate, ObservedConnection connection) {
        super(delegate);
        this.connection = connection;
    }

    @Override
    public CompletableFuture<byte[]> read(int maxBytes) {
        ReadEvent event = ReadEvent.begun();
        if (event == null && firstByte == null && !ObservedConnection.recordsFailures()) {
            return super.read(maxBytes);
        }
        return DecoratedCall.watched(
                super.read(maxBytes),
                bytes -> {
                    if (event != null) {
                        event.commit(connection, bytes.length, bytes.length == 0);
                    }
                    firstByte(bytes.length);
                },
                failure -> connection.failed("read", failure));
    }

    private void firstByte(int length) {
        FirstByteEvent event = firstByte;
        if (event != null && length > 0) {
            event.commit(connection);
            firstByte = null;
        }
    }

    @Override
    public CompletableFuture<Void> write(ByteBuffer src) {
        WriteEvent event = src == null ? null : WriteEvent.begun();
        if (src == null || (event == null && !ObservedConnection.recordsFailures())) {
            return super.write(src);
        }
        int start = src.position();
        return DecoratedCall.watched(
                super.write(src),
                sent -> {
                    if (event != null) {
                        event.commit(connection, src.position() - start);
                    }
                },
                failure -> connection.failed("write", failure));
    }

    @Override
    public CompletableFuture<Void> startTls(SSLEngine engine) {
        TlsHandshakeEvent event = TlsHandshakeEvent.begun();
        return DecoratedCall.watched(
                super.startTls(engine),
                done -> {
                    if (event != null) {
                        event.commit(connection, engine);
                    }
                    firstByte = FirstByteEvent.begun();
                },
                failure -> connection.failed("startTls", failure));
    }

    @Override
    public CompletableFuture<Void> shutdownOutput() {
        return DecoratedCall.watched(
                super.shutdownOutput(), done -> {}, failure -> connection.failed("shutdownOutput", failure));
    }

    @Override
    public CompletableFuture<Void> close() {
        CloseEvent event = begunClose();
        return closed(super.close(), event, false);
    }

    @Override
    public CompletableFuture<Void> abort() {
        CloseEvent event = begunClose();
        return closed(super.abort(), event, true);
    }

    /** A repeated close does nothing, and gives no event. */
    private @Nullable CloseEvent begunClose() {
        return closed.getAndSet(true) ? null : CloseEvent.begun();
    }

    private CompletableFuture<Void> closed(
            CompletableFuture<Void> closing, @Nullable CloseEvent event, boolean aborted) {
        if (event == null && !ObservedConnection.recordsFailures()) {
            return closing;
        }
        return DecoratedCall.watched(closing, done -> closed(event, aborted), failure -> {
            connection.failed("close", failure);
            closed(event, aborted);
        });
    }

    private void closed(@Nullable CloseEvent event, boolean aborted) {
        if (event != null) {
            event.commit(connection, aborted);
        }
    }
}
