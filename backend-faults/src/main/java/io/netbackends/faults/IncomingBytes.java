// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.internal.NetworkFutures;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that the asynchronous half has received but not yet delivered. They are still delayed; if the current read is
 * cancelled, the next one gets them. Safe for use by several threads: the first thread that checks takes over the result of
 * a completed read, so that bytes are neither lost nor delivered out of order.
 */
final class IncomingBytes {
    private final StreamProgress progress;
    private final Faults faults;
    private final ReentrantLock lock = new ReentrantLock();

    /** The read that is in progress, or whose result was not yet taken over. */
    private volatile @Nullable CompletableFuture<byte[]> receiving;

    private @Nullable Passage passage;
    private volatile @Nullable ByteBuffer held;

    /** The time at which the bytes become available; valid only while there are some. */
    private long heldUntil;

    IncomingBytes(StreamProgress progress, Faults faults) {
        this.progress = progress;
        this.faults = faults;
    }

    /** Returns whether there are no bytes, and no read is in progress. */
    boolean isEmpty() {
        return held == null && receiving == null;
    }

    /** Returns whether there are bytes, including delayed ones. */
    boolean isHeld() {
        collect();
        return held != null;
    }

    /**
     * Begins a read, unless there are already bytes, or another read is in progress.
     *
     * @param next the limits that the faults set for the read
     * @param read begins the read
     * @param operation for messages
     * @return the read, which fails if there is another one; null if there are bytes
     */
    @Nullable
    CompletableFuture<byte[]> receive(Passage next, Supplier<CompletableFuture<byte[]>> read, String operation) {
        lock.lock();
        try {
            collect();
            if (held != null) {
                return null;
            }
            if (receiving != null) {
                return NetworkFutures.failed(new IllegalStateException(operation + ": another read is under way"));
            }
            passage = next;
            receiving = read.get();
            return receiving;
        } finally {
            lock.unlock();
        }
    }

    private void collect() {
        lock.lock();
        try {
            CompletableFuture<byte[]> read = receiving;
            Passage passed = passage;
            if (read == null || passed == null || !read.isDone()) {
                return;
            }
            receiving = null;
            if (read.isCompletedExceptionally() || read.join().length == 0) {
                return;
            }
            byte[] bytes = read.join();
            ByteBuffer received = ByteBuffer.wrap(bytes);
            progress.corrupt(passed, received, bytes.length);
            heldUntil = faults.now() + passed.latencyNanos() + passed.transferNanos(bytes.length);
            held = received;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the remaining delay of the bytes; zero or less if they are available, or if there are none. */
    long remainingNanos() {
        lock.lock();
        try {
            return held == null ? 0 : heldUntil - faults.now();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of bytes that a read can get without waiting. */
    int available() {
        lock.lock();
        try {
            ByteBuffer waiting = held;
            return waiting == null || heldUntil - faults.now() > 0 ? 0 : waiting.remaining();
        } finally {
            lock.unlock();
        }
    }

    /** Removes and returns the next bytes; null if there are none. */
    byte @Nullable [] take(int maxBytes) {
        lock.lock();
        try {
            ByteBuffer waiting = held;
            if (waiting == null) {
                return null;
            }
            byte[] bytes = new byte[Math.min(waiting.remaining(), maxBytes)];
            waiting.get(bytes);
            held = waiting.hasRemaining() ? waiting : null;
            progress.countRead(bytes.length);
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    void drop() {
        lock.lock();
        try {
            collect();
            held = null;
        } finally {
            lock.unlock();
        }
    }
}
