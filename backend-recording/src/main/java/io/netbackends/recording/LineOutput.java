// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the lines of several connections to a target, one line at a time. After the first failure, which is logged and not
 * thrown, it drops all lines.
 */
final class LineOutput implements Closeable {
    /** Writes a complete line, including its line end, and flushes it. */
    interface Target {
        void write(String line) throws IOException;
    }

    private final Target target;
    private final String name;
    private final AtomicLong dropped = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;

    /** Creates an output; messages refer to the target by this name. */
    LineOutput(Target target, String name) {
        this.target = target;
        this.name = name;
    }

    /** {@return how many lines were not written} */
    long dropped() {
        return dropped.get();
    }

    void println(String line) {
        try {
            write(line + "\n");
        } catch (IOException | RuntimeException failure) {
            // Outside the lock, since a logger may itself use a recorded connection. Logged once, as all further lines
            // are dropped.
            System.getLogger(WarnOnce.LOGGER)
                    .log(Level.WARNING, "recording to " + name + " failed; no more lines are recorded there", failure);
        }
    }

    private void write(String line) throws IOException {
        lock.lock();
        try {
            if (!ended) {
                ended = true; // reset if the write succeeds
                target.write(line);
                ended = false;
            }
        } finally {
            if (ended) {
                dropped.incrementAndGet();
            }
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
