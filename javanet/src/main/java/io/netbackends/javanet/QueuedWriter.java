// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.HeldInterrupts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Writes to a stream for several threads, which queue, each within the write timeout. */
final class QueuedWriter {
    private static final String TIMED_OUT = "Write timed out";
    private static final String WAITING = "wait for the write of another thread";

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayBuffer buffer = new ArrayBuffer();
    private final Duration timeout;

    /** An action between writes. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** Zero means no timeout, as for a socket. */
    QueuedWriter(Duration timeout) {
        this.timeout = timeout;
    }

    /** Writes all. */
    void write(NetworkStreamInterface stream, byte[] bytes, int offset, int length) throws IOException {
        if (timeout.isZero()) {
            writeAll(stream, bytes, offset, length); // may block
            return;
        }
        try (Timeout own = Timeout.after(timeout)) {
            writeAll(stream, bytes, offset, length); // may block
        } catch (NetworkTimeoutException e) {
            throw PlatformFailures.timedOut(true, TIMED_OUT, e);
        }
    }

    /** Runs an action while no thread writes. */
    void afterWrite(Action action) throws IOException {
        DeadlineWait.lock(lock, WAITING); // may block
        try {
            action.run(); // may block
        } finally {
            lock.unlock();
        }
    }

    private void writeAll(NetworkStreamInterface stream, byte[] bytes, int offset, int length) throws IOException {
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            DeadlineWait.lock(lock, WAITING); // may block
            try {
                stream.write(buffer.over(bytes, offset, length)); // may block
            } finally {
                lock.unlock();
            }
        }
    }
}
