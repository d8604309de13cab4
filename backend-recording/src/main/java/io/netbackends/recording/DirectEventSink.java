// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** Writes each event on the calling thread, and on another thread for callers that must not wait. */
final class DirectEventSink implements EventSink {
    private static final long TAKEN = 1;

    private final EventWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final QueuedEventSink queue;

    /**
     * Creates a sink.
     *
     * @param name of the target, for warnings
     */
    DirectEventSink(EventWriter writer, String name) {
        this.writer = writer;
        this.queue = new QueuedEventSink(new Behind(), true, name);
    }

    /** Writes the queued events, alternating with the threads that write their own events. */
    private final class Behind implements EventWriter {
        @Override
        public boolean wantsBeforeRead() {
            return writer.wantsBeforeRead();
        }

        @Override
        public void write(Event event) {
            offer(event);
        }

        @Override
        public void beforeRead(long connection) {
            DirectEventSink.this.beforeRead(connection);
        }

        @Override
        public void addLosses(long events) {
            lock.lock();
            try {
                writer.addLosses(events);
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public EventSink withoutWaiting() {
        return queue.withoutWaiting();
    }

    @Override
    public void drain() {
        queue.drain();
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
        try {
            queue.close();
        } finally {
            lock.lock();
            try {
                writer.close();
            } finally {
                lock.unlock();
            }
        }
    }
}
