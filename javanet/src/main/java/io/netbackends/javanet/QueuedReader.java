// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.Deadlines;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.HeldInterrupts;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads from a stream for several threads, which queue. {@code SO_TIMEOUT} bounds each read, and restarts whenever bytes
 * arrive.
 */
final class QueuedReader {
    private static final String TIMED_OUT = "Read timed out";
    private static final String WAITING = "wait for the read of another thread";

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayBuffer buffer = new ArrayBuffer();

    /** Weak, since it references the thread that made it. */
    private volatile WeakReference<Limit> limit = new WeakReference<>(null);

    /** A timeout, which a program seldom changes, with the deadlines of a thread that has no other deadline. */
    private record Limit(Duration timeout, Deadlines alone) {
        static Limit of(int millis) {
            Duration timeout = Duration.ofMillis(millis);
            Deadlines alone = Deadlines.none().call(() -> {
                try (Timeout own = Timeout.idle(timeout)) {
                    return Deadlines.current();
                }
            });
            return new Limit(timeout, alone);
        }
    }

    /** Reads the available bytes; if there are none, waits for at least one, for at most {@code millis} unless that is 0. */
    int read(NetworkStreamInterface stream, byte[] bytes, int offset, int length, int millis) throws IOException {
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            return millis == 0
                    ? readQueued(stream, bytes, offset, length) // may block
                    : readWithin(limit(millis), stream, bytes, offset, length); // may block
        }
    }

    private Limit limit(int millis) {
        Limit known = limit.get();
        if (known == null || known.timeout.toMillis() != millis) {
            known = Limit.of(millis);
            limit = new WeakReference<>(known);
        }
        return known;
    }

    private int readWithin(Limit within, NetworkStreamInterface stream, byte[] bytes, int offset, int length)
            throws IOException {
        try {
            if (Deadlines.current() == Deadlines.none() && lock.tryLock()) {
                return readAlone(within.alone, stream, bytes, offset, length); // may block
            }
            try (Timeout own = Timeout.idle(within.timeout)) {
                return readQueued(stream, bytes, offset, length); // may block
            }
        } catch (NetworkTimeoutException e) {
            throw PlatformFailures.timedOut(true, TIMED_OUT, e);
        }
    }

    /**
     * Requires the lock, which it releases, and that there is no other deadline. Saves a {@link Timeout}, and so a reading
     * of the clock.
     */
    private int readAlone(Deadlines alone, NetworkStreamInterface stream, byte[] bytes, int offset, int length)
            throws IOException {
        try {
            ByteBuffer dst = buffer.over(bytes, offset, length);
            return alone.call(() -> stream.read(dst)); // may block
        } finally {
            lock.unlock();
        }
    }

    private int readQueued(NetworkStreamInterface stream, byte[] bytes, int offset, int length) throws IOException {
        DeadlineWait.lock(lock, WAITING); // may block
        try {
            return stream.read(buffer.over(bytes, offset, length)); // may block
        } finally {
            lock.unlock();
        }
    }
}
