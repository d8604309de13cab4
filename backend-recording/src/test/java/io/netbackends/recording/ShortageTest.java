// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without memory or threads, losses are counted and reported; afterwards, recording continues. */
class ShortageTest {
    private static final ConnectionInfo CONNECTION =
            Transcript.opened(ScriptedStream.CLIENT, ScriptedStream.SERVER, false);

    @TempDir
    private Path directory;

    /** Throws an OutOfMemoryError for a given number of events. */
    private static final class ShortSink implements EventSink {
        final List<Event> events = new ArrayList<>();
        int failures;

        @Override
        public long awaitRoom(long nanos) {
            return nanos;
        }

        @Override
        public long offer(Event event) {
            if (failures > 0) {
                failures--;
                throw new OutOfMemoryError("unable to create native thread");
            }
            events.add(event);
            return 1;
        }

        @Override
        public void awaitWritten(long ticket) {}

        @Override
        public void lostElsewhere() {}

        @Override
        public void beforeRead(long connection) {}

        @Override
        public void close() {}
    }

    private final ShortSink sink = new ShortSink();
    private final EventRecorder recorder = new EventRecorder(sink, EventRecorder.Rules.DEFAULT);

    @Test
    void connectionIsRecordedAllTheSameOnceThereIsMemory() throws IOException {
        try (Warnings warnings = new Warnings()) {
            sink.failures = 2;
            ConnectionRecorder connection = recorder.opened(CONNECTION);
            connection.written(Transcript.bytes("lost"));
            connection.written(Transcript.bytes("there"));
            assertThat(recorder.lost()).isEqualTo(1);
            assertThat(sink.events)
                    .hasSize(3)
                    .hasAtLeastOneElementOfType(Event.Opened.class)
                    .filteredOn(Event.Lost.class::isInstance)
                    .singleElement()
                    .usingRecursiveComparison()
                    .ignoringFields("time")
                    .isEqualTo(new Event.Lost(null, 1, 1, 0, 4));
            assertThat(warnings.messages()).containsExactly("recording failed; lost events are counted");
        }
    }

    @Test
    void redactorThatDidNotSeeEveryByteSeesNoMore() throws IOException {
        int[] calls = {0};
        Redaction failing = (connection, written) -> bytes -> {
            if (calls[0]++ == 0) {
                throw new OutOfMemoryError();
            }
        };
        try (Warnings warnings = new Warnings()) {
            ConnectionRecorder connection =
                    recorder.with(EventRecorder.Rules.DEFAULT.with(failing)).opened(CONNECTION);
            connection.written(Transcript.bytes("Cookie: "));
            connection.written(Transcript.bytes("secret"));
            connection.read(Transcript.bytes("hello"));
            assertThat(warnings.messages()).hasSize(1);
        }
        List<Event.Data> data = sink.events.stream()
                .filter(Event.Data.class::isInstance)
                .map(Event.Data.class::cast)
                .toList();
        assertThat(data).extracting(Event.Data::size).containsExactly(6, 5);
        assertThat(data).extracting(event -> event.bytes().remaining()).containsExactly(0, 5);
    }

    @Test
    void connectionThatCannotEvenBeDescribedIsCounted() throws IOException {
        Path file = directory.resolve("a.txt");
        ScriptedStream stream = new ScriptedStream() {
            @Override
            public Object getExtraInfo(String key) {
                throw new OutOfMemoryError();
            }
        };
        try (Warnings warnings = new Warnings();
                FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            try (NetworkStreamInterface used =
                    new RecordingBackend(new ScriptedBackend(stream), recorder).connect("a.test", 80)) {
                assertThat(used).isSameAs(stream);
            }
            assertThat(recorder.lostEvents()).isEqualTo(1);
            recorder.opened(CONNECTION).closed();
            assertThat(warnings.messages()).hasSize(1);
        }
        assertThat(file).hasContent("""
                        --- lost: 1 events, with 0 bytes read and 0 bytes written
                        [1] --- connected to 127.0.0.1:80
                        [1] --- closed
                        """);
    }

    @Test
    void eventThatCannotBeEncodedIsLostAsAWholeAndTold() throws IOException {
        Path file = directory.resolve("a.ndjson");
        SocketAddress address = new SocketAddress() {
            private int calls;

            @Override
            public String toString() {
                if (calls++ == 0) {
                    throw new OutOfMemoryError();
                }
                return "x";
            }
        };
        try (Warnings warnings = new Warnings();
                FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, address, false));
            connection.closed();
            assertThat(recorder.lostEvents()).isEqualTo(1);
            assertThat(warnings.messages()).hasSize(1);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(lines.get(1)).contains("\"kind\":\"lost\",\"events\":1,");
        assertThat(lines.get(2)).contains("\"connection\":1,\"kind\":\"continue\"");
    }
}
