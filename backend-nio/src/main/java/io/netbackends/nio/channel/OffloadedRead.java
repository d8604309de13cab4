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
 * Lets a helper thread make a blocking read while the reader waits until its deadline. Bytes that arrive after the reader
 * has left go to its next call. For the rare case in which a channel must stay blocking, since a writer without a deadline
 * is blocked in a call. The helper of a virtual thread is virtual as well, since there may be any number of them.
 */
final class OffloadedRead {
    private static final int SIZE = 64 * 1024;
    private static final Executor HELPERS =
            DaemonThreads.pool("netbackends-nio-read", 0, Integer.MAX_VALUE, new SynchronousQueue<>());

    private final Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();

    /** Whether a helper is reading, or its result was not taken yet. */
    private volatile boolean inUse;

    private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).limit(0);
    private boolean working;
    private boolean endOfStream;
    private @Nullable Throwable failure;

    /** The source of the bytes. */
    interface Source {
        /** Reads as a blocking channel does. */
        int read(ByteBuffer dst) throws IOException;
    }

    OffloadedRead(Source source) {
        this.source = source;
    }

    /** Whether a reader must take bytes from here, and must not read itself. */
    boolean isInUse() {
        return inUse;
    }

    /**
     * Starts one read by a helper.
     *
     * @throws ShortageException if no thread is available; nothing has changed
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

    /** Takes the bytes that the helper has read, or the rest of them; waits for them within the deadline. */
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

    /** Returns the number of bytes that can be taken without waiting. */
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
