// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.ExtraInfo;
import io.netbackends.ForwardingNetworkStream;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.DeadlineWait;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A stream that injects the faults of its connection. While there are none, it forwards calls and counts bytes. */
final class FaultyStream extends ForwardingNetworkStream {
    private static final int MAX_HELD = 64 * 1024;

    private final ConnectionFaults connection;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean writing = new AtomicBoolean();

    private final StreamProgress progress;

    /** Received bytes that are still delayed; if this read's deadline passes, the next read gets them. */
    private volatile @Nullable ByteBuffer held;

    /** The time at which the delayed bytes become available; valid only while there are some. */
    private long heldUntil;

    /** The time at which a limited bandwidth has passed the written bytes. */
    private long writtenAt;

    FaultyStream(NetworkStreamInterface delegate, ConnectionFaults connection) {
        super(delegate);
        this.connection = connection;
        this.progress = new StreamProgress(connection, delegate::isOpen);
        this.writtenAt = connection.faults().now();
    }

    private boolean isPlain() {
        return held == null && progress.isPlain();
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (isPlain()) {
            try {
                int count = delegate().read(dst); // may block
                if (count > 0) {
                    progress.countRead(count);
                }
                return count;
            } catch (NetworkStreamClosedException e) {
                if (!progress.isEndedByFault()) {
                    throw e;
                } // otherwise a fault of a concurrent write has ended the connection
            }
        }
        if (progress.isClosed() || dst.isReadOnly() || !dst.hasRemaining()) {
            return delegate().read(dst);
        }
        String operation = "read from " + connection.target();
        acquire(reading, operation, operation);
        try {
            return faultyRead(dst, operation); // may block
        } finally {
            reading.set(false);
        }
    }

    private int faultyRead(ByteBuffer dst, String operation) throws IOException {
        while (true) {
            Ending end = progress.ending();
            if (progress.isClosed()) {
                return delegate().read(dst); // which fails
            }
            if (end != null) {
                return ended(end, operation);
            }
            DeadlineWait.begin(operation);
            ByteBuffer waiting = held;
            if (waiting != null) {
                await(heldUntil, operation); // may block
                if (!progress.hasEnded()) {
                    return deliver(waiting, dst);
                }
                continue;
            }
            Passage passage = progress.next(Way.READ, dst.remaining());
            if (passage.due() != null) {
                inject(passage.due(), operation); // may block
            } else {
                int count = receive(passage, dst); // may block
                if (count != 0) {
                    return count;
                }
            }
        }
    }

    private int ended(Ending end, String operation) throws IOException {
        IOException failure = end.readFailure(operation, isTls());
        if (failure != null) {
            throw failure;
        }
        return -1;
    }

    /**
     * Returns the number of bytes read into {@code dst}; 0 if they are delayed, or if another fault has ended the connection
     * in the meantime.
     */
    private int receive(Passage passage, ByteBuffer dst) throws IOException {
        ByteBuffer piece = passage.isDelayed()
                ? ByteBuffer.allocate(Math.min(passage.limit(), MAX_HELD))
                : dst.slice(dst.position(), passage.limit());
        int count;
        try {
            count = delegate().read(piece); // may block
        } catch (NetworkStreamClosedException e) {
            if (!progress.isEndedByFault()) {
                throw e;
            }
            return 0;
        }
        if (count < 0) {
            return count;
        }
        progress.corrupt(passage, piece, count);
        if (passage.isDelayed()) {
            heldUntil = connection.faults().now() + passage.latencyNanos() + passage.transferNanos(count);
            held = piece.flip();
            return 0;
        }
        dst.position(dst.position() + count);
        progress.countRead(count);
        return count;
    }

    private int deliver(ByteBuffer waiting, ByteBuffer dst) {
        int count = Math.min(waiting.remaining(), dst.remaining());
        dst.put(waiting.slice(waiting.position(), count));
        waiting.position(waiting.position() + count);
        if (!waiting.hasRemaining()) {
            held = null;
        }
        progress.countRead(count);
        return count;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        if (progress.isPlain()) {
            int count = src.remaining();
            try {
                delegate().write(src); // may block
                progress.countWritten(count);
                return;
            } catch (NetworkStreamClosedException e) {
                if (!progress.isEndedByFault()) {
                    throw e;
                } // otherwise a fault of a concurrent read has ended the connection
            }
        }
        if (progress.isClosed() || !src.hasRemaining()) {
            delegate().write(src);
            return;
        }
        String operation = "write to " + connection.target();
        acquire(writing, operation, operation);
        try {
            faultyWrite(src, operation); // may block
        } finally {
            writing.set(false);
        }
    }

    private void faultyWrite(ByteBuffer src, String operation) throws IOException {
        failIfEnded(operation);
        DeadlineWait.begin(operation); // nothing has been written yet
        try {
            long latency = progress.next(Way.WRITE, 1).latencyNanos();
            await(connection.faults().now() + latency, operation); // may block
            while (src.hasRemaining()) {
                failIfEnded(operation);
                Passage passage = progress.next(Way.WRITE, src.remaining());
                if (passage.due() != null) {
                    inject(passage.due(), operation); // may block
                } else {
                    await(writtenAt, operation); // may block
                    send(passage, src); // may block
                }
            }
        } catch (InterruptedIOException e) { // including a timeout: part of a message may have been sent
            abortDelegate();
            throw e;
        }
    }

    private void send(Passage passage, ByteBuffer src) throws IOException {
        try {
            delegate().write(progress.piece(passage, src)); // may block
        } catch (NetworkStreamClosedException e) {
            if (!progress.isEndedByFault()) {
                throw e;
            }
            return;
        }
        src.position(src.position() + passage.limit());
        progress.countWritten(passage.limit());
        long now = connection.faults().now();
        writtenAt = (now - writtenAt > 0 ? now : writtenAt) + passage.transferNanos(passage.limit());
    }

    private void failIfEnded(String operation) throws IOException {
        IOException failure = progress.writeFailure(operation);
        if (failure != null) {
            throw failure;
        }
    }

    /** Injects a fault that is due. Afterwards, the connection has ended, or the stall is over. */
    private void inject(ActiveFault fault, String operation) throws IOException {
        connection.tell(fault);
        Effect.Kind kind = ((Effect.AtOffset) fault.effect()).kind();
        if (kind == Effect.Kind.STALL) {
            long nanos = fault.remainingNanos(connection.faults().now());
            connection.faults().await(nanos, progress.endOf(fault), operation); // may block
            return;
        }
        progress.end(fault, kind);
        if (kind == Effect.Kind.RESET || (kind == Effect.Kind.CUT && isTls())) {
            abortDelegate();
        } else if (kind == Effect.Kind.CUT) {
            closeDelegate();
        }
        connection.faults().wake();
    }

    private void await(long until, String operation) throws InterruptedIOException {
        connection.faults().await(until - connection.faults().now(), progress::hasEnded, operation); // may block
    }

    private static void acquire(AtomicBoolean busy, String operation, String underWay) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(operation + ": another thread is in the middle of \"" + underWay + "\"");
        }
    }

    private boolean isTls() {
        return getExtraInfo(ExtraInfo.SSL_OBJECT.name()) != null;
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        String operation = "TLS handshake with " + connection.target();
        List<ActiveFault> failing = connection.find(Effect.FailTls.class);
        if (engine == null || progress.isClosed() || (failing.isEmpty() && held == null)) {
            delegate().startTls(engine); // may block
            return;
        }
        DeadlineWait.begin(operation);
        abortDelegate();
        if (held != null) {
            throw new SSLException(operation + ": the peer sent bytes before the handshake");
        }
        connection.tell(failing.get(0));
        throw new SSLHandshakeException(operation + ": handshake failure"
                + Ending.injected(failing.get(0).fault()));
    }

    /**
     * Rejected during a write in pieces: between two pieces, the wrapped stream would accept the shutdown, and then reject
     * the rest of the write.
     */
    @Override
    public void shutdownOutput() throws IOException {
        String operation = "shut down output to " + connection.target();
        acquire(writing, operation, "write to " + connection.target());
        try {
            if (progress.ending() != null) {
                failIfEnded(operation);
            }
            delegate().shutdownOutput(); // may block
        } finally {
            writing.set(false);
        }
    }

    @Override
    public void shutdownInput() throws IOException {
        delegate().shutdownInput();
        if (reading.compareAndSet(false, true)) {
            held = null;
            reading.set(false);
        }
    }

    @Override
    public int available() throws IOException {
        if (isPlain() || progress.isClosed()) {
            return delegate().available();
        }
        Ending end = progress.ending();
        if (end != null) {
            return Math.max(0, ended(end, "look for input from " + connection.target()));
        }
        ByteBuffer waiting = held;
        if (waiting != null) {
            return connection.faults().now() - heldUntil >= 0 ? waiting.remaining() : 0;
        }
        Passage passage = progress.next(Way.READ, Integer.MAX_VALUE);
        return passage.isDelayed() ? 0 : Math.min(delegate().available(), passage.limit());
    }

    @Override
    public boolean isOpen() {
        return progress.isOpen();
    }

    /** A deadline or an interrupt ends the delay of a slow close, but the stream is still closed. */
    @Override
    public void close() throws IOException {
        if (progress.close() && progress.ending() == null) {
            long nanos = connection.longest(connection.find(Effect.CloseLatency.class));
            try {
                connection.faults().await(nanos, () -> false, "close " + connection.target()); // may block
            } catch (InterruptedIOException e) {
                // or a timeout
            }
        }
        delegate().close(); // may block
    }

    @Override
    public void abort() throws IOException {
        progress.close();
        delegate().abort();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return key.equals(FaultyBackend.FAULTS.name()) ? connection.faults() : super.getExtraInfo(key);
    }

    private void abortDelegate() {
        try {
            delegate().abort();
        } catch (IOException e) {
            // the connection has ended, as intended
        }
    }

    private void closeDelegate() {
        try {
            delegate().close(); // may block
        } catch (IOException e) {
            // as above
        }
    }
}
