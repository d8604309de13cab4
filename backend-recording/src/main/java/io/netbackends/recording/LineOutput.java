// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Where the lines of several connections go, one at a time. A failure is the end of it, and is not thrown. */
final class LineOutput implements Closeable {
    /** Takes a whole line, with its end, and makes it visible. */
    interface Target {
        void write(String line) throws IOException;
    }

    private final Target target;
    private final String name;
    private final AtomicLong dropped = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;

    /** Writes to a target which messages call by this name. */
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
            // Outside of the lock: a logger may do anything, even use a recorded connection. Once, since this ends it.
            System.getLogger(WarnOnce.LOGGER)
                    .log(Level.WARNING, "recording to " + name + " failed; nothing more is recorded there", failure);
        }
    }

    private void write(String line) throws IOException {
        lock.lock();
        try {
            if (!ended) {
                ended = true; // unless this works
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
