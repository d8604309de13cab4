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
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A stream that meets the faults of its connection. While there are none, calls are passed on, and bytes counted. */
final class FaultyStream extends ForwardingNetworkStream {
    private static final int MAX_HELD = 64 * 1024;

    private final ConnectionFaults connection;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean writing = new AtomicBoolean();

    private volatile long read;
    private volatile long written;
    private volatile boolean closed;
    private volatile @Nullable Ending ending;

    /** Bytes that have come and are on their way still, for the next read if this one's time is over. */
    private volatile @Nullable ByteBuffer held;

    /** While there are such bytes, the reading of the clock at which they are there. */
    private long heldUntil;

    /** When a limited bandwidth has let through what was written. */
    private long writtenAt;

    FaultyStream(NetworkStreamInterface delegate, ConnectionFaults connection) {
        super(delegate);
        this.connection = connection;
        this.writtenAt = connection.faults().now();
    }

    /** Returns whether this end has closed the stream, be it by a failed write. A fault that closes it is the peer's doing. */
    private boolean isClosed() {
        return closed || (ending == null && !delegate().isOpen());
    }

    private boolean isPlain() {
        return connection.isEmpty() && ending == null && held == null;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (isPlain()) {
            try {
                int count = delegate().read(dst); // may block
                if (count > 0) {
                    countRead(count);
                }
                return count;
            } catch (NetworkStreamClosedException e) {
                if (ending == null || closed) {
                    throw e;
                } // else a fault of a write meanwhile has ended the connection
            }
        }
        if (isClosed() || dst.isReadOnly() || !dst.hasRemaining()) {
            return delegate().read(dst);
        }
        String operation = "read from " + connection.target();
        acquire(reading, operation);
        try {
            return faultyRead(dst, operation); // may block
        } finally {
            reading.set(false);
        }
    }

    private int faultyRead(ByteBuffer dst, String operation) throws IOException {
        while (true) {
            Ending end = ending;
            if (isClosed()) {
                return delegate().read(dst); // which fails
            }
            if (end != null) {
                return ended(end, operation);
            }
            DeadlineWait.check(operation);
            ByteBuffer waiting = held;
            if (waiting != null) {
                await(heldUntil, () -> closed || ending != null, operation); // may block
                if (!closed && ending == null) {
                    return deliver(waiting, dst);
                }
                continue;
            }
            Passage passage = connection.next(Way.READ, read, written, dst.remaining());
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

    /** Returns the number of bytes in {@code dst}; 0 if they are held, or another fault has ended the connection meanwhile. */
    private int receive(Passage passage, ByteBuffer dst) throws IOException {
        ByteBuffer piece = passage.isDelayed()
                ? ByteBuffer.allocate(Math.min(passage.limit(), MAX_HELD))
                : dst.slice(dst.position(), passage.limit());
        int count;
        try {
            count = delegate().read(piece); // may block
        } catch (NetworkStreamClosedException e) {
            if (ending == null || closed) {
                throw e;
            }
            return 0;
        }
        if (count < 0) {
            return count;
        }
        corrupt(passage, piece, count);
        if (passage.isDelayed()) {
            heldUntil = connection.faults().now() + passage.latencyNanos() + passage.transferNanos(count);
            held = piece.flip();
            return 0;
        }
        dst.position(dst.position() + count);
        countRead(count);
        return count;
    }

    private int deliver(ByteBuffer waiting, ByteBuffer dst) {
        int count = Math.min(waiting.remaining(), dst.remaining());
        dst.put(waiting.slice(waiting.position(), count));
        waiting.position(waiting.position() + count);
        if (!waiting.hasRemaining()) {
            held = null;
        }
        countRead(count);
        return count;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        if (connection.isEmpty() && ending == null) {
            int count = src.remaining();
            try {
                delegate().write(src); // may block
                countWritten(count);
                return;
            } catch (NetworkStreamClosedException e) {
                if (ending == null || closed) {
                    throw e;
                } // else a fault of a read meanwhile has ended the connection
            }
        }
        if (isClosed() || !src.hasRemaining()) {
            delegate().write(src);
            return;
        }
        String operation = "write to " + connection.target();
        acquire(writing, operation);
        try {
            faultyWrite(src, operation); // may block
        } finally {
            writing.set(false);
        }
    }

    private void faultyWrite(ByteBuffer src, String operation) throws IOException {
        failIfEnded(operation);
        DeadlineWait.check(operation); // until here, nothing has been done
        try {
            long latency = connection.next(Way.WRITE, read, written, 1).latencyNanos();
            await(connection.faults().now() + latency, () -> closed || ending != null, operation); // may block
            while (src.hasRemaining()) {
                failIfEnded(operation);
                Passage passage = connection.next(Way.WRITE, read, written, src.remaining());
                if (passage.due() != null) {
                    inject(passage.due(), operation); // may block
                } else {
                    await(writtenAt, () -> closed || ending != null, operation); // may block
                    send(passage, src); // may block
                }
            }
        } catch (InterruptedIOException e) { // a timeout, too: part of a message may have been sent
            abortDelegate();
            throw e;
        }
    }

    private void send(Passage passage, ByteBuffer src) throws IOException {
        ByteBuffer piece = src.slice(src.position(), passage.limit());
        if (!passage.corruptions().isEmpty()) {
            piece = ByteBuffer.allocate(passage.limit()).put(piece).flip(); // the caller's bytes are not changed
            corrupt(passage, piece, passage.limit());
        }
        try {
            delegate().write(piece); // may block
        } catch (NetworkStreamClosedException e) {
            if (ending == null || closed) {
                throw e;
            }
            return;
        }
        src.position(src.position() + passage.limit());
        countWritten(passage.limit());
        long now = connection.faults().now();
        writtenAt = (now - writtenAt > 0 ? now : writtenAt) + passage.transferNanos(passage.limit());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader at a time
    private void countRead(int count) {
        read += count;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time
    private void countWritten(int count) {
        written += count;
    }

    private void failIfEnded(String operation) throws IOException {
        if (isClosed()) {
            throw new NetworkStreamClosedException(operation + ": the stream is closed", null);
        }
        Ending end = ending;
        IOException failure = end == null ? null : end.writeFailure(operation);
        if (failure != null) {
            throw failure;
        }
    }

    private void corrupt(Passage passage, ByteBuffer bytes, int count) {
        for (Passage.Corruption corruption : passage.corruptions()) {
            if (corruption.index() < count) {
                bytes.put(corruption.index(), connection.corrupted(bytes.get(corruption.index())));
                connection.tell(corruption.fault());
            }
        }
    }

    /** Lets a fault happen that is due: afterwards, the connection has ended, or a stall has. */
    private void inject(ActiveFault fault, String operation) throws IOException {
        connection.tell(fault);
        Effect.Kind kind = ((Effect.AtOffset) fault.effect()).kind();
        if (kind == Effect.Kind.STALL) {
            Faults faults = connection.faults();
            BooleanSupplier over =
                    () -> closed || ending != null || !faults.active().contains(fault);
            faults.await(fault.remainingNanos(faults.now()), over, operation); // may block
            return;
        }
        ending = new Ending(kind, fault.fault());
        if (kind == Effect.Kind.RESET || (kind == Effect.Kind.CUT && isTls())) {
            abortDelegate();
        } else if (kind == Effect.Kind.CUT) {
            closeDelegate();
        }
        connection.faults().wake();
    }

    private void await(long until, BooleanSupplier ended, String operation) throws InterruptedIOException {
        connection.faults().await(until - connection.faults().now(), ended, operation); // may block
    }

    private static void acquire(AtomicBoolean busy, String operation) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(operation + ": another thread is in the middle of \"" + operation + "\"");
        }
    }

    private boolean isTls() {
        return getExtraInfo(ExtraInfo.SSL_OBJECT.name()) != null;
    }

    @Override
    public void startTls(SSLEngine engine) throws IOException {
        String operation = "TLS handshake with " + connection.target();
        List<ActiveFault> failing = connection.find(Effect.FailTls.class);
        if (engine == null || isClosed() || (failing.isEmpty() && held == null)) {
            delegate().startTls(engine); // may block
            return;
        }
        DeadlineWait.check(operation);
        abortDelegate();
        if (held != null) {
            throw new SSLException(operation + ": the peer has sent bytes before it");
        }
        connection.tell(failing.get(0));
        throw new SSLHandshakeException(operation + ": handshake failure"
                + Ending.injected(failing.get(0).fault()));
    }

    @Override
    public void shutdownOutput() throws IOException {
        if (ending != null) {
            failIfEnded("shut down output to " + connection.target());
        }
        delegate().shutdownOutput(); // may block
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
        if (isPlain() || isClosed()) {
            return delegate().available();
        }
        Ending end = ending;
        if (end != null) {
            return Math.max(0, ended(end, "look for input from " + connection.target()));
        }
        ByteBuffer waiting = held;
        if (waiting != null) {
            return connection.faults().now() - heldUntil >= 0 ? waiting.remaining() : 0;
        }
        Passage passage = connection.next(Way.READ, read, written, Integer.MAX_VALUE);
        return passage.isDelayed() ? 0 : Math.min(delegate().available(), passage.limit());
    }

    @Override
    public boolean isOpen() {
        return ending == null ? delegate().isOpen() : !closed;
    }

    /** A deadline or an interrupt ends the wait of a slow close, not the close. */
    @Override
    public void close() throws IOException {
        boolean first = !closed;
        closed = true;
        connection.faults().wake();
        if (first && ending == null) {
            long nanos = connection.longest(connection.find(Effect.CloseLatency.class));
            try {
                connection.faults().await(nanos, () -> false, "close " + connection.target()); // may block
            } catch (InterruptedIOException e) {
                // a timeout, too
            }
        }
        delegate().close(); // may block
    }

    @Override
    public void abort() throws IOException {
        closed = true;
        connection.faults().wake();
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
            // the connection has ended, which is what was wanted
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
