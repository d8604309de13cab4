// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.internal.DeadlineWait;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One direction of a connection: a bounded buffer whose writer waits for room and whose reader waits for bytes.
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

    BoundedPipe(int capacity) {
        content = new ByteRing(capacity);
    }

    /** Reads what is there, and waits for at least one byte; -1 at the end. What came before a reset is read first. */
    int read(ByteBuffer dst, Object operation) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (reader == End.SHUT_DOWN) {
                    return -1;
                }
                if (reader != End.OPEN) {
                    throw new NetworkStreamClosedException(operation + ": the socket is closed", null);
                }
                DeadlineWait.check(operation);
                if (content.size() > 0) {
                    changed.signalAll();
                    return content.moveTo(dst);
                }
                if (writer == End.RESET) {
                    throw new SocketException("Connection reset");
                }
                if (writer != End.OPEN) {
                    return -1;
                }
                DeadlineWait.await(changed, operation); // may block
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes all, and waits for room; the position tells how much was taken in. */
    void write(ByteBuffer src, Object operation) throws IOException {
        lock.lock();
        try {
            while (true) {
                checkWritable(operation);
                DeadlineWait.check(operation);
                if (reader == End.SHUT_DOWN) {
                    src.position(src.limit()); // discarded
                } else if (content.fill(src) > 0) {
                    changed.signalAll();
                }
                if (!src.hasRemaining()) {
                    return;
                }
                DeadlineWait.await(changed, operation); // may block
            }
        } finally {
            lock.unlock();
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
            changed.signalAll();
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
                changed.signalAll();
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
            changed.signalAll();
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
            changed.signalAll();
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
