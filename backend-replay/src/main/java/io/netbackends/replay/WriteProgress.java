// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The progress of a program on one connection: the writing thread reports it, and the reading thread waits for it. The lock
 * is held only briefly.
 */
final class WriteProgress {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final InstantSource clock;

    /** The number of recorded bytes that the program has written; a shutdown of the output counts as one. */
    private long written;

    private Instant latest;
    private boolean ended;
    private boolean readsEnded;
    private boolean closed;

    /** Throws an exception if the wait must end. */
    private interface Check {
        void check(String operation) throws IOException;
    }

    WriteProgress(InstantSource clock) {
        this.clock = clock;
        this.latest = clock.instant();
    }

    /** Adds to the number of recorded bytes written. */
    void advance(long more) {
        lock.lock();
        try {
            written += more;
            latest = clock.instant();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that a read has returned bytes. */
    void delivered() {
        advance(0);
    }

    /** Notes that the program writes no more. */
    void endOfWrites() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the program reads no more: a waiting reader fails with an {@link EOFException}. */
    void endOfReads() {
        lock.lock();
        try {
            readsEnded = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the program has written {@code required} bytes, and {@code pause} has passed since the last progress. */
    void await(long required, Duration pause, String operation) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (written < required) {
                    String before = operation + " (" + Counts.bytes(required - written)
                            + " must be written first, as recorded)";
                    checkReading(before);
                    if (ended) {
                        DeadlineWait.check(before);
                        throw new ReplayMismatchException(before + ": the program writes no more");
                    }
                    DeadlineWait.await(changed, before); // may block
                    continue;
                }
                checkReading(operation);
                Duration left = pause.isZero() ? pause : pause.minus(Duration.between(latest, clock.instant()));
                if (left.isNegative() || left.isZero()) {
                    DeadlineWait.check(operation);
                    return;
                }
                // may block; an overlong time is saturated
                DeadlineWait.await(changed, TimeUnit.NANOSECONDS.convert(left), operation);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the deadline passes, the thread is interrupted, or the stream is closed: never returns. */
    void awaitEnd(String operation) throws IOException {
        while (true) {
            awaitChange(operation, this::checkOpen);
        }
    }

    /** As {@link #awaitEnd}, or until the input is shut down. */
    void awaitEndOfReads(String operation) throws IOException {
        while (true) {
            awaitChange(operation, this::checkReading);
        }
    }

    /** Waits until the deadline passes, and fails. Returns if no deadline is active, or if it was cancelled. */
    void awaitDeadline(String operation) throws IOException {
        while (Timeout.isActive()) {
            awaitChange(operation, this::checkReading);
        }
    }

    private void awaitChange(String operation, Check check) throws IOException {
        lock.lock();
        try {
            check.check(operation);
            DeadlineWait.await(changed, operation); // may block
            check.check(operation);
            DeadlineWait.check(operation);
        } finally {
            lock.unlock();
        }
    }

    private void checkReading(String operation) throws IOException {
        checkOpen(operation);
        if (readsEnded) {
            throw new EOFException(operation + ": the input was shut down");
        }
    }

    private void checkOpen(String operation) throws IOException {
        if (closed) {
            throw new NetworkStreamClosedException(operation + ": the stream is closed", null);
        }
    }
}
