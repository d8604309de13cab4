// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection in memory between end 0, the client, and end 1, the server, that splits data at random and injects a fault.
 *
 * <p>A hang is detected without a clock: if both ends wait and no writer is left, no data will arrive. After a fault, this
 * is expected (a record may claim to be longer than it is), and the wire closes; without a fault, it is a defect.
 */
final class FuzzedWire {
    private static final int CAPACITY = 32 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final FuzzFault fault;
    private final FuzzedPipe[] from = new FuzzedPipe[2];
    private final boolean[] closed = new boolean[2];
    private final boolean[] waiting = new boolean[2];
    private final boolean[] hasFailed = new boolean[2];
    private int writers;
    private boolean reset;
    private boolean hung;

    /** Runs one step of the other end; returns false if it waits as well. Null if that end has its own threads. */
    private @Nullable BooleanSupplier otherEnd;

    private Runnable onClose = () -> {};

    FuzzedWire(SplittableRandom random, int maxCut, FuzzFault fault) {
        this.fault = fault;
        FuzzFault none = new FuzzFault(FuzzFault.Kind.NONE, 0, 0, 0, 0);
        for (int end = 0; end < 2; end++) {
            from[end] = new FuzzedPipe(random.split(), maxCut, fault.end() == end ? fault : none);
        }
    }

    void pump(BooleanSupplier other) {
        otherEnd = other;
    }

    /** The action for the fault that one end closes. */
    void onClose(Runnable action) {
        onClose = action;
    }

    Transport end(int end) {
        return new End(end);
    }

    /** Reports that a thread begins to write (1) or has finished (-1), independently of the data that it reads. */
    void addWriter(int difference) {
        lock.lock();
        try {
            writers += difference;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sends records, without waiting. */
    void put(int end, ByteBuffer records) throws SocketException {
        lock.lock();
        try {
            check(end);
            if (closed[1 - end]) {
                hasFailed[end] = true;
                throw new SocketException("Broken pipe");
            }
            if (from[end].put(records)) {
                if (fault.kind() == FuzzFault.Kind.RESET) {
                    reset = true;
                } else if (fault.kind() == FuzzFault.Kind.CLOSE) {
                    onClose.run();
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Receives bytes as {@link FuzzedPipe#take} does, without waiting. */
    int take(int end, ByteBuffer dst) throws SocketException {
        lock.lock();
        try {
            check(end);
            int n = from[1 - end].take(dst);
            changed.signalAll();
            return n;
        } finally {
            lock.unlock();
        }
    }

    void endOutput(int end) {
        lock.lock();
        try {
            from[end].end();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close(int end) {
        lock.lock();
        try {
            closed[end] = true;
            from[end].end();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Releases the waiting threads when the round has taken too long. */
    void hangUp() {
        lock.lock();
        try {
            hung = true;
            reset = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasHung() {
        return hung;
    }

    boolean hasStruck() {
        return from[0].hasStruck() || from[1].hasStruck();
    }

    /** Returns whether the wire gave this end a reason for a SocketException. */
    boolean hasFailed(int end) {
        return hasFailed[end];
    }

    private void check(int end) throws SocketException {
        if (closed[end]) {
            throw new NetworkStreamClosedException("closed", null);
        }
        if (reset) {
            hasFailed[end] = true;
            throw new SocketException("Connection reset");
        }
    }

    private void await(int end) throws InterruptedIOException {
        if (otherEnd != null) {
            if (!otherEnd.getAsBoolean()) {
                nothingWillCome();
            }
            return;
        }
        waiting[end] = true;
        try {
            if (waiting[1 - end] && writers == 0 && from[0].isSilent() && from[1].isSilent()) {
                nothingWillCome();
            } else {
                changed.await(Timeout.remainingNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            waiting[end] = false;
        }
    }

    private void nothingWillCome() {
        hung |= !hasStruck();
        from[0].end();
        from[1].end();
        changed.signalAll();
    }

    /** The transport of the stream under test. */
    private final class End implements Transport {
        private final int end;

        End(int end) {
            this.end = end;
        }

        @Override
        public int read(ByteBuffer dst) throws InterruptedIOException, SocketException {
            lock.lock();
            try {
                for (; ; ) {
                    Timeout.check("read");
                    int n = take(end, dst);
                    if (n != 0) {
                        return n;
                    }
                    await(end);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void write(ByteBuffer src) throws InterruptedIOException, SocketException {
            lock.lock();
            try {
                Timeout.check("write");
                while (otherEnd == null && from[end].size() > CAPACITY && !closed[end] && !closed[1 - end] && !reset) {
                    if (!changed.await(Timeout.remainingNanos(), TimeUnit.NANOSECONDS)) {
                        Timeout.check("write");
                    }
                }
                put(end, src);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void shutdownOutput() {
            endOutput(end);
        }

        @Override
        public @Nullable Object getExtraInfo(String key) {
            return null;
        }

        @Override
        public void close() {
            FuzzedWire.this.close(end);
        }
    }
}
