// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.internal.DaemonThreads;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.ShortageException;
import io.netbackends.internal.VirtualThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets a helper thread do a read that blocks while the reader waits no longer than it may. What has come when the reader has
 * left is kept for its next call. For the rare case in which a channel must go on blocking: a writer without a deadline is
 * stuck in the middle of a call. The helper of a virtual thread is one, too: there may be any number of those.
 */
final class OffloadedRead {
    private static final int SIZE = 64 * 1024;
    private static final Executor HELPERS =
            DaemonThreads.pool("netbackends-nio-read", 0, Integer.MAX_VALUE, new SynchronousQueue<>());

    private final Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();

    /** Whether a helper is at work, or has left a result that was not taken yet. */
    private volatile boolean inUse;

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).limit(0);
    private boolean working;
    private boolean endOfStream;
    private @Nullable Throwable failure;

    /** What is read from. */
    interface Source {
        /** Reads as a channel does, and blocks. */
        int read(ByteBuffer dst) throws IOException;
    }

    OffloadedRead(Source source) {
        this.source = source;
    }

    /** Whether a reader must look here, and must not read by itself. */
    boolean isInUse() {
        return inUse;
    }

    /**
     * Has a helper read once.
     *
     * @throws ShortageException if there is no thread to be had; nothing has changed
     */
    void begin() throws ShortageException {
        inUse = true;
        working = true;
        try {
            VirtualThreads.execute(this::work, HELPERS);
        } catch (OutOfMemoryError e) {
            working = false;
            inUse = false;
            throw new ShortageException(e);
        }
    }

    private void work() {
        int n = 0;
        Throwable failed = null;
        try {
            n = source.read(bytes.clear()); // may block
        } catch (Throwable e) { // out of memory, for example
            failed = e;
        }
        lock.lock();
        try {
            bytes.flip();
            endOfStream = n < 0;
            failure = failed;
            working = false;
            done.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes what the helper has read, or the rest of it, and waits for it within the deadline. */
    int take(ByteBuffer dst, Object operation) throws IOException {
        lock.lock();
        try {
            while (working) {
                DeadlineWait.await(done, operation); // may block
            }
            return takeResult(dst);
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many bytes can be taken without waiting. */
    int available() {
        lock.lock();
        try {
            return working ? 0 : bytes.remaining();
        } finally {
            lock.unlock();
        }
    }

    private int takeResult(ByteBuffer dst) throws IOException {
        int n = Math.min(dst.remaining(), bytes.remaining());
        dst.put(dst.position(), bytes, bytes.position(), n).position(dst.position() + n);
        inUse = bytes.position(bytes.position() + n).hasRemaining();
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure != null) {
            throw new ShortageException(failure); // nothing was read
        }
        return endOfStream ? -1 : n;
    }
}
