// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** Has events written by the thread that brings them. */
final class DirectEventSink implements EventSink {
    private static final long TAKEN = 1;

    private final EventWriter writer;
    private final ReentrantLock lock = new ReentrantLock();

    DirectEventSink(EventWriter writer) {
        this.writer = writer;
    }

    @Override
    public long awaitRoom(long nanos) {
        return nanos;
    }

    @Override
    public long offer(Event event) {
        lock.lock();
        try {
            writer.write(event);
            writer.flush();
        } finally {
            lock.unlock();
        }
        return TAKEN;
    }

    @Override
    public void awaitWritten(long ticket) {}

    @Override
    public void lostElsewhere() {}

    @Override
    public void beforeRead(long connection) {
        lock.lock();
        try {
            writer.beforeRead(connection);
            writer.flush();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            writer.close();
        } finally {
            lock.unlock();
        }
    }
}
