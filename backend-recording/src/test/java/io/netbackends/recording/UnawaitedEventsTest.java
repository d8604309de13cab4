// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackend;
import io.netbackends.recording.format.Event;
import io.netbackends.recording.program.UnawaitedCrash;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asynchronous streams while the recording cannot be written: no call waits for it, with any setting. */
class UnawaitedEventsTest {
    private static final ConnectionInfo ASYNCHRONOUS =
            new ConnectionInfo(null, null, false, null, "<A>", true, null, null);

    @TempDir
    private Path directory;

    private final Semaphore allowed = new Semaphore(0);
    private final List<Event> written = new CopyOnWriteArrayList<>();

    @BeforeEach
    void measureWaits() {
        ManagementFactory.getThreadMXBean().setThreadContentionMonitoringEnabled(true);
    }

    @AfterEach
    void letGo() {
        ManagementFactory.getThreadMXBean().setThreadContentionMonitoringEnabled(false);
        allowed.release(1_000_000);
    }

    @Test
    void noCallWaitsForAFileThatOtherCallsWaitFor() throws IOException {
        QueuedEventSink queue = new QueuedEventSink(this::write, false, "x");
        EventRecorder recorder = new EventRecorder(queue, EventRecorder.Rules.DEFAULT);

        long waited = waitedMillis();
        ConnectionRecorder connection = recorder.opened(ASYNCHRONOUS);
        for (int i = 0; i < 100; i++) {
            connection.read(Transcript.bytes("a"));
        }
        assertThat(waitedMillis() - waited).isLessThan(900); // a blocking call waits for 1 s
        assertThat(written).isEmpty();

        allowed.release(1000);
        recorder.opened(Transcript.opened(null, null, false)).written(Transcript.bytes("b"));
        assertThat(written).hasSize(103); // the blocking call has waited for all earlier events
        queue.close();
    }

    @Test
    void whatThereIsNoRoomForIsLostAtOnceAndCountedWhereItIsMissing() throws Exception {
        QueuedEventSink queue = new QueuedEventSink(this::write, false, "the disk");
        EventRecorder recorder = new EventRecorder(queue, EventRecorder.Rules.DEFAULT);
        try (Warnings warnings = new Warnings()) {
            ConnectionRecorder connection = recorder.opened(ASYNCHRONOUS);
            long waited = waitedMillis();
            for (int i = 0; i < 20; i++) {
                connection.read(ByteBuffer.allocate(Event.Data.MAX_SIZE));
            }
            connection.closed();
            assertThat(waitedMillis() - waited).isLessThan(900);
            assertThat(warnings.messages())
                    .containsExactly("recording to the disk cannot keep up; lost events are counted there");
        }
        allowed.release(1000);
        queue.close();

        assertThat(recorder.lost()).isBetween(1L, 19L);
        assertThat(written).last().isInstanceOf(Event.Closed.class);
        List<Event.Lost> lost = written.stream()
                .filter(Event.Lost.class::isInstance)
                .map(Event.Lost.class::cast)
                .toList();
        assertThat(lost).allMatch(loss -> loss.connection() == 1);
        assertThat(lost.stream().mapToLong(Event.Lost::events).sum()).isEqualTo(recorder.lost());
        assertThat(lost.stream().mapToLong(Event.Lost::read).sum()).isEqualTo(recorder.lost() * Event.Data.MAX_SIZE);
    }

    @Test
    void noCallWaitsForAnAppendableAndCloseWaitsForAll() throws Exception {
        StringBuilder text = new StringBuilder();
        TextRecorder recorder = TextRecorder.to(new Appendable() {
            @Override
            public Appendable append(CharSequence line) {
                allowed.acquireUninterruptibly();
                text.append(line);
                return this;
            }

            @Override
            public Appendable append(CharSequence line, int start, int end) {
                return append(line.subSequence(start, end));
            }

            @Override
            public Appendable append(char c) {
                return append(String.valueOf(c));
            }
        });

        ConnectionRecorder connection = recorder.opened(ASYNCHRONOUS);
        connection.written(Transcript.bytes("Cookie: a\n"));
        connection.beforeRead();
        connection.closed();
        assertThat(text).isEmpty();
        allowed.release(1000);
        recorder.close();

        assertThat(text).hasToString("""
                        [1] --- connected
                        [1] >>> Cookie: *
                        [1] --- closed
                        """);
        assertThat(recorder.droppedLines()).isZero();
    }

    @Test
    void aJvmThatExitsWaitsForTheFile() throws Exception {
        Path file = directory.resolve("a.ndjson");
        List<Path> classPath = Stream.of(NetworkBackend.class, FileRecorder.class, UnawaitedCrash.class)
                .map(Jars::of)
                .toList();
        ChildJvm.Result result = ChildJvm.classPath(classPath).run(UnawaitedCrash.class.getName(), file.toString());
        assertThat(result.err()).isEmpty();
        assertThat(Files.readString(file))
                .hasLineCount(1 + 1 + UnawaitedCrash.WRITES)
                .endsWith("\n");
    }

    private void write(Event event) {
        allowed.acquireUninterruptibly();
        written.add(event);
    }

    /** How long this thread has waited for others so far; independent of the load of the machine. */
    private static long waitedMillis() {
        return ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().getId())
                .getWaitedTime();
    }
}
