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
 * One direction of a connection: a bounded buffer whose writer waits for room and whose reader waits for bytes, or, if they do not
 * wait, are called back.
 *
 * <p>Each end goes from {@code OPEN} to {@code CLOSED} or {@code RESET}, perhaps by way of {@code SHUT_DOWN}, and no further. The lock is held for as long as it takes to copy the buffer, never during a wait. Waits end at the ambient deadline
 * or when the thread is interrupted; an operation is asked for its {@code toString} only for a message.
 */
final class BoundedPipe {
    /** How far an end has got. */
    private enum End {
        OPEN,
        SHUT_DOWN,
        CLOSED,
        RESET
    }

    private final ReentrantLock lock = new ReentrantLock();

    /** One for both ends, which never wait at a time: the buffer is not full and empty at once. */
    private final Condition changed = lock.newCondition();

    private final ByteRing content;
    private End writer = End.OPEN;
    private End reader = End.OPEN;

    /** What runs on the event loop when there is more to read, or to write; null if it is not wanted. */
    private @Nullable Runnable onInput;

    private @Nullable Runnable onOutput;

    BoundedPipe(int capacity) {
        content = new ByteRing(capacity);
    }

    /** Reads what is there, and waits for at least one byte; -1 at the end. What came before a reset is read first. */
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

    /** Reads what is there as {@link #read} does; 0 if that would wait. */
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

    /** Writes all, and waits for room; the position tells how much was taken in. */
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

    /** Writes what there is room for; returns whether that was all. */
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

    /** Runs a task on the event loop, once, when {@link #tryRead} may do more than nothing. */
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

    /** Runs a task on the event loop, once, when {@link #tryWrite} may do more than nothing. */
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

    /** Something has changed: those that wait look again. */
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

    /** Lets the reader read to the end, which is here. */
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

    /** Ends reading, and lets the writer write on: what it writes is discarded, as is what has not been read. */
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

    /** Ends writing: the reader finds the end of the stream, or a reset, behind what was written before. */
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

    /** Returns how many bytes wait for the reader. */
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
