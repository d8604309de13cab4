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

/** Reads from a stream for several threads, which queue, each within {@code SO_TIMEOUT}, which starts anew whenever bytes arrive. */
final class QueuedReader {
    private static final String TIMED_OUT = "Read timed out";
    private static final String WAITING = "wait for the read of another thread";

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayBuffer buffer = new ArrayBuffer();
    private volatile Duration timeout = Duration.ZERO;

    /** Reads what is there, and waits for at least one byte, at most {@code millis} unless that is 0. */
    int read(NetworkStreamInterface stream, byte[] bytes, int offset, int length, int millis) throws IOException {
        if (millis == 0) {
            return read(stream, bytes, offset, length); // may block
        }
        try (Timeout own = Timeout.idle(duration(millis))) {
            return read(stream, bytes, offset, length); // may block
        } catch (NetworkTimeoutException e) {
            throw PlatformFailures.timedOut(true, TIMED_OUT, e);
        }
    }

    /** Returns the same object for the same time, which a program seldom changes. */
    private Duration duration(int millis) {
        Duration known = timeout;
        if (known.toMillis() != millis) {
            known = Duration.ofMillis(millis);
            timeout = known;
        }
        return known;
    }

    private int read(NetworkStreamInterface stream, byte[] bytes, int offset, int length) throws IOException {
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            DeadlineWait.lock(lock, WAITING); // may block
            try {
                return stream.read(buffer.over(bytes, offset, length)); // may block
            } finally {
                lock.unlock();
            }
        }
    }
}
