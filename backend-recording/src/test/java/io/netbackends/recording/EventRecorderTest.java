// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
    private static final SocketAddress TARGET = InetSocketAddress.createUnresolved("a.test", 80);

    private final List<Event> events = new ArrayList<>();

    private EventRecorder recorder(EventRecorder.Rules rules) {
        return new EventRecorder(new DirectEventSink(events::add, "the test"), rules);
    }

    private EventRecorder recorder() {
        return recorder(EventRecorder.Rules.DEFAULT);
    }

    @Test
    void eventsHaveTimeAndNumberOfTheirConnection() throws IOException {
        Instant before = Instant.now();
        EventRecorder recorder = recorder();
        recorder.opened(Transcript.opened(null, null, false)).endOfStream();
        recorder.connectFailed(new ConnectionInfo(null, null, false, TARGET, "<A>"), new ConnectException("no"));
        recorder.opened(new ConnectionInfo(null, ScriptedStream.SERVER, false, TARGET, "<A>"))
                .failed("read", new SocketException());
        assertThat(events).extracting(Event::connection).containsExactly(1L, 1L, 2L, 3L, 3L);
        assertThat(events).allSatisfy(e -> assertThat(e.time()).isBetween(before, Instant.now()));
        assertThat(events.get(2))
                .isEqualTo(new Event.ConnectFailed(
                        events.get(2).time(),
                        2,
                        "<A>",
                        TARGET,
                        new Event.Failure("java.net.ConnectException", "no"),
                        null));
        assertThat(events.get(3))
                .isEqualTo(new Event.Opened(
                        events.get(3).time(), 3, false, "<A>", TARGET, null, ScriptedStream.SERVER, null, null));
    }

    @Test
    void bytesAreCopies() throws IOException {
        byte[] memory = {1, 2, 3};
        recorder().opened(Transcript.opened(null, null, false)).read(ByteBuffer.wrap(memory));
        memory[1] = 9;
        assertThat(bytes(1)).containsExactly(1, 2, 3);
    }

    @Test
    void largeWriteIsSeveralEvents() throws IOException {
        recorder()
                .opened(Transcript.opened(null, null, false))
                .written(ByteBuffer.allocate(2 * Event.Data.MAX_SIZE + 1));
        assertThat(events.subList(1, 4))
                .extracting(event -> ((Event.Data) event).size())
                .containsExactly(Event.Data.MAX_SIZE, Event.Data.MAX_SIZE, 1);
    }

    @Test
    void onlyTheFirstBytesOfConnectionAreKept() throws IOException {
        EventRecorder recorder = recorder(new EventRecorder.Rules(Redaction.off(), HostFilter.ALL, 5));
        ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
        connection.read(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        connection.written(ByteBuffer.wrap(new byte[] {4, 5, 6, 7}));
        connection.read(ByteBuffer.wrap(new byte[] {8}));
        assertThat(bytes(1)).containsExactly(1, 2, 3);
        assertThat(bytes(2)).containsExactly(4, 5);
        assertThat(bytes(3)).isEmpty();
        assertThat(events.subList(1, 4))
                .extracting(event -> ((Event.Data) event).size())
                .containsExactly(3, 4, 1);
        recorder.opened(Transcript.opened(null, null, false)).read(ByteBuffer.wrap(new byte[] {9}));
        assertThat(bytes(5)).containsExactly(9);
    }

    @Test
    void redactionKeepsLengthsAcrossPieces() throws IOException {
        ConnectionRecorder connection = recorder().opened(Transcript.opened(null, null, false));
        connection.written(Transcript.bytes("Authori"));
        connection.read(Transcript.bytes("x"));
        connection.written(Transcript.bytes("zation: Bea"));
        connection.written(Transcript.bytes("rer\r\n"));
        assertThat(text(3) + text(4)).isEqualTo("zation: ******\r\n");
    }

    @Test
    void connectionThatIsFilteredIsNotWrapped() throws IOException {
        HostFilter none = new HostFilter(List.of(), List.of("*"));
        RecordingBackend backend = new RecordingBackend(
                new ScriptedBackend(new ScriptedStream()),
                recorder(new EventRecorder.Rules(Redaction.off(), none, Long.MAX_VALUE)));
        assertThat(backend.connect("a.test", 80)).isExactlyInstanceOf(ScriptedStream.class);
        assertThat(events).isEmpty();
    }

    private byte[] bytes(int index) {
        ByteBuffer buffer = ((Event.Data) events.get(index)).bytes();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private String text(int index) {
        return new String(bytes(index), StandardCharsets.ISO_8859_1);
    }
}
