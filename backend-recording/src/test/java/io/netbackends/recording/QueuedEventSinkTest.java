// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers of a stream while its recording cannot be written. */
class QueuedEventSinkTest {
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final int LARGE = Event.Data.MAX_SIZE;

    /** Writes only as many events as the test permits. */
    private static final class GatedWriter implements EventWriter {
        final Semaphore allowed = new Semaphore(0);
        final List<Event> written = new CopyOnWriteArrayList<>();
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void write(Event event) {
            allowed.acquireUninterruptibly();
            written.add(event);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private final GatedWriter writer = new GatedWriter();

    @AfterEach
    void letGo() {
        writer.allowed.release(1_000_000);
    }

    @Test
    void callReturnsWhenItsEventIsWritten() throws IOException {
        writer.allowed.release(2);
        ConnectionRecorder connection = open(new QueuedEventSink(writer, false, "x"));
        connection.written(Transcript.bytes("a"));
        assertThat(writer.written).hasSize(2);
    }

    @Test
    void firstCallWaitsForStuckWriterAtMostSomeTimeAndTheNextOnesNotAtAll() throws IOException {
        long start = System.nanoTime();
        ConnectionRecorder connection = open(new QueuedEventSink(writer, false, "x"));
        assertThat(elapsed(start)).isGreaterThanOrEqualTo(WAIT.minusMillis(1));
        start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            connection.written(Transcript.bytes("a"));
        }
        assertThat(elapsed(start)).isLessThan(WAIT.multipliedBy(10));
    }

    @Test
    void callersDoNotWaitForBackgroundWrites() throws IOException {
        QueuedEventSink queue = new QueuedEventSink(writer, true, "x");
        ConnectionRecorder connection = open(queue);
        connection.written(Transcript.bytes("a"));
        assertThat(writer.written).isEmpty();
        writer.allowed.release(2);
        queue.close();
        assertThat(writer.written).hasSize(2);
    }

    @Test
    void whatThereIsNoRoomForIsLostAndCountedWhereItIsMissing() throws Exception {
        QueuedEventSink queue = new QueuedEventSink(writer, true, "the disk");
        EventRecorder recorder = new EventRecorder(queue, EventRecorder.Rules.DEFAULT);
        try (Warnings warnings = new Warnings()) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            for (int i = 0; i < 20; i++) {
                connection.written(ByteBuffer.allocate(LARGE));
                connection.read(ByteBuffer.allocate(10));
            }
            assertThat(recorder.lost()).isBetween(1L, 39L);
            connection.endOfStream();
            assertThat(warnings.messages())
                    .containsExactly("recording to the disk cannot keep up; lost events are counted there");
            writer.allowed.release(1000);
            queue.close();
        }
        long lostWritten = 0;
        long lostRead = 0;
        long lostEvents = 0;
        long written = 0;
        long read = 0;
        for (Event event : writer.written) {
            if (event instanceof Event.Lost lost) {
                assertThat(lost.connection()).isEqualTo(1);
                lostWritten += lost.written();
                lostRead += lost.read();
                lostEvents += lost.events();
            } else if (event instanceof Event.Data data) {
                written += data.written() ? data.size() : 0;
                read += data.written() ? 0 : data.size();
            }
        }
        assertThat(lostEvents).isEqualTo(recorder.lost());
        assertThat(written + lostWritten).isEqualTo(20L * LARGE);
        assertThat(read + lostRead).isEqualTo(20L * 10);
        assertThat(writer.written.get(writer.written.size() - 1)).isInstanceOf(Event.EndOfStream.class);
    }

    @Test
    void interruptedThreadDoesNotWaitAndStaysInterrupted() throws IOException {
        ConnectionRecorder connection = open(new QueuedEventSink(writer, true, "x"));
        QueuedEventSink queue = new QueuedEventSink(writer, false, "x");
        Thread.currentThread().interrupt();
        open(queue).written(Transcript.bytes("a"));
        assertThat(Thread.interrupted()).isTrue();
        connection.closed();
        writer.allowed.release(100);
        queue.close();
        assertThat(writer.written).filteredOn(Event.Data.class::isInstance).hasSize(1);
    }

    @Test
    void closeWaitsForTheRestAlsoInInterruptedThread() throws Exception {
        QueuedEventSink queue = new QueuedEventSink(writer, true, "x");
        ConnectionRecorder connection = open(queue);
        writer.allowed.release(10);
        Thread.currentThread().interrupt();
        queue.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(writer.closed.getCount()).isZero();
        assertThat(writer.written).hasSize(1);
        connection.written(Transcript.bytes("a"));
        queue.close();
        assertThat(writer.written).hasSize(1);
    }

    @Test
    void writerThatFailsIsGivenTheNextEventAllTheSame() throws IOException {
        List<Event> written = new CopyOnWriteArrayList<>();
        EventWriter failing = event -> {
            if (event instanceof Event.Data) {
                throw new StackOverflowError();
            }
            written.add(event);
        };
        try (Warnings warnings = new Warnings()) {
            QueuedEventSink queue = new QueuedEventSink(failing, false, "x");
            ConnectionRecorder connection = open(queue);
            connection.written(Transcript.bytes("a"));
            connection.closed();
            assertThat(queue.lost()).isEqualTo(1);
            assertThat(warnings.messages()).containsExactly("recording to x failed");
        }
        assertThat(written).hasSize(2);
    }

    @Test
    void closeDoesNotWaitForEver() throws IOException {
        QueuedEventSink queue = new QueuedEventSink(writer, true, "x");
        open(queue);
        long start = System.nanoTime();
        assertThatThrownBy(queue::close)
                .isInstanceOf(IOException.class)
                .hasMessage("recording to x is not complete: 2 events or less are still waiting to be written");
        assertThat(elapsed(start)).isBetween(Duration.ofMillis(1990), Duration.ofSeconds(30));
        assertThat(writer.written).isEmpty();
        assertThat(queue.lost()).isEqualTo(2);
    }

    private static ConnectionRecorder open(QueuedEventSink queue) {
        return new EventRecorder(queue, EventRecorder.Rules.DEFAULT).opened(Transcript.opened(null, null, false));
    }

    private static Duration elapsed(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
