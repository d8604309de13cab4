// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.recording.format.Event;
import java.io.IOException;

/** A {@link QueuedEventSink} for callers that neither wait for room nor for their events to be written. */
final class UnawaitedEventSink implements EventSink {
    private final QueuedEventSink queue;

    UnawaitedEventSink(QueuedEventSink queue) {
        this.queue = queue;
    }

    @Override
    public long awaitRoom(long nanos) {
        return nanos;
    }

    @Override
    public long offer(Event event) {
        return queue.offer(event, false);
    }

    @Override
    public void awaitWritten(long ticket) {}

    @Override
    public void lostElsewhere() {
        queue.lostElsewhere();
    }

    @Override
    public void beforeRead(long connection) {
        queue.beforeRead(connection);
    }

    @Override
    public void close() throws IOException {
        queue.close();
    }
}
