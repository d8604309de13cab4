// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.internal.DeadlineWait;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: a bounded buffer. Its writer waits for room and its reader waits for bytes, or they are
 * called back if they are asynchronous.
 *
 * <p>Each end changes from {@code OPEN}, perhaps through {@code SHUT_DOWN}, to {@code CLOSED} or {@code RESET}, which are
 * final. The lock is held while bytes are copied, but not during a wait. Waits end at the ambient deadline or when the
 * thread is interrupted; the {@code toString} of an operation is called only for a message.
 */
final class BoundedPipe {
    /** The state of one end. */
    private enum End {
        OPEN,
        SHUT_DOWN,
        CLOSED,
        RESET
    }

    private final ReentrantLock lock = new ReentrantLock();

    /** One condition for both ends: the buffer cannot be full and empty at once, so they never wait at the same time. */
    private final Condition changed = lock.newCondition();

    private final ByteRing content;
    private End writer = End.OPEN;
    private End reader = End.OPEN;

    /** Run on the event loop when a read or write may make progress; null if not requested. */
    private @Nullable Runnable onInput;

    private @Nullable Runnable onOutput;

    BoundedPipe(int capacity) {
        content = new ByteRing(capacity);
    }

    /**
     * Reads the available bytes; if there are none, waits for at least one. Returns -1 at the end. Bytes before a reset are
     * read first.
     */
    int read(ByteBuffer dst, Object operation) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (reader == End.OPEN) {
                    DeadlineWait.check(operation);
                }
                int n = moveTo(dst, operation);
                if (n != 0) {
                    return n;
                }
                DeadlineWait.await(changed, operation); // may block
            }
        } finally {
            lock.unlock();
        }
    }

    /** Reads the available bytes as {@link #read} does; returns 0 if that would wait. */
    int tryRead(ByteBuffer dst, Object operation) throws IOException {
        lock.lock();
        try {
            return moveTo(dst, operation);
        } finally {
            lock.unlock();
        }
    }

    private int moveTo(ByteBuffer dst, Object operation) throws IOException {
        if (reader == End.SHUT_DOWN) {
            return -1;
        }
        if (reader != End.OPEN) {
            throw new NetworkStreamClosedException(operation + ": the socket is closed", null);
        }
        if (content.size() > 0) {
            int n = content.moveTo(dst);
            wake();
            return n;
        }
        if (writer == End.RESET) {
            throw new SocketException("Connection reset");
        }
        return writer == End.OPEN ? 0 : -1;
    }

    /** Writes all of a buffer, waiting for room; the position shows the progress. */
    void write(ByteBuffer src, Object operation) throws IOException {
        lock.lock();
        try {
            while (true) {
                checkWritable(operation);
                DeadlineWait.check(operation);
                if (fill(src)) {
                    return;
                }
                DeadlineWait.await(changed, operation); // may block
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes as many bytes as there is room for; returns whether these were all. */
    boolean tryWrite(ByteBuffer src, Object operation) throws IOException {
        lock.lock();
        try {
            checkWritable(operation);
            return fill(src);
        } finally {
            lock.unlock();
        }
    }

    private boolean fill(ByteBuffer src) {
        if (reader == End.SHUT_DOWN) {
            src.position(src.limit()); // discarded
        } else if (content.fill(src) > 0) {
            wake();
        }
        return !src.hasRemaining();
    }

    /** Runs a task once on the event loop when {@link #tryRead} may make progress. */
    void awaitInput(Runnable ready) {
        lock.lock();
        try {
            onInput = ready;
            if (content.size() > 0 || writer != End.OPEN || reader != End.OPEN) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task once on the event loop when {@link #tryWrite} may make progress. */
    void awaitOutput(Runnable ready) {
        lock.lock();
        try {
            onOutput = ready;
            if (content.hasRoom() || writer != End.OPEN || reader != End.OPEN) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the waiting ends after a change. */
    private void wake() {
        changed.signalAll();
        Runnable input = onInput;
        Runnable output = onOutput;
        onInput = null;
        onOutput = null;
        if (input != null) {
            MemoryLoop.LOOP.execute(input);
        }
        if (output != null) {
            MemoryLoop.LOOP.execute(output);
        }
    }

    /** Ends writing: the reader finds the end of the stream after the remaining bytes. */
    void shutDown(String operation) throws IOException {
        lock.lock();
        try {
            if (writer != End.OPEN && writer != End.SHUT_DOWN) {
                throw new NetworkStreamClosedException(operation + ": the socket is closed", null);
            }
            writer = End.SHUT_DOWN;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** Ends reading; the writer can continue. Unread and later bytes are discarded. */
    void shutDownReader() {
        lock.lock();
        try {
            if (reader == End.OPEN) {
                reader = End.SHUT_DOWN;
                content.clear();
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the writing end: the reader finds the end of the stream, or a reset, after the remaining bytes. */
    void closeWriter(boolean reset) {
        lock.lock();
        try {
            writer = reset ? End.RESET : End.CLOSED;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the reading end: further writes fail. Returns whether this is a reset, which it is when unread bytes remain. */
    boolean closeReader(boolean reset) {
        lock.lock();
        try {
            reader = reset || content.size() > 0 ? End.RESET : End.CLOSED;
            content.clear();
            wake();
            return reader == End.RESET;
        } finally {
            lock.unlock();
        }
    }

    boolean isWriterClosed() {
        lock.lock();
        try {
            return writer == End.CLOSED || writer == End.RESET;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of unread bytes. */
    int available() {
        lock.lock();
        try {
            return content.size();
        } finally {
            lock.unlock();
        }
    }

    private void checkWritable(Object operation) throws IOException {
        if (writer == End.SHUT_DOWN) {
            throw new NetworkStreamClosedException(operation + ": the output was shut down", null);
        }
        if (writer != End.OPEN) {
            throw new NetworkStreamClosedException(operation + ": the socket is closed", null);
        }
        if (reader == End.CLOSED || reader == End.RESET) {
            throw new SocketException(reader == End.RESET ? "Connection reset" : "Broken pipe");
        }
    }
}
