// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.BlockingBackend;
import io.netbackends.nio.AsyncNioBackend;
import io.netbackends.nio.NioBackend;
import io.netbackends.recording.AsyncRecordingBackend;
import io.netbackends.recording.FileRecorder;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.recording.format.Event;
import io.netbackends.testsupport.PlainServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings contain the time at which each call began; those without these times can still be replayed. */
class RecordedTimesTest {
    private static final byte[] HELLO = "hello".getBytes(US_ASCII);

    @ParameterizedTest(name = "asynchronous {0}")
    @ValueSource(booleans = {false, true})
    void everyCallHasABeginAndAConnectItsLookup(boolean asynchronous, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("calls.ndjson");
        try (PlainServer server = PlainServer.listening().serve(PlainServer.echo())) {
            try (FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
                exchange(backend(asynchronous, recorder), server.port());
            }
            List<Event> events = new ArrayList<>();
            try (RecordingReader reader = RecordingReader.open(file)) {
                for (Event event = reader.next(); event != null; event = reader.next()) {
                    events.add(event);
                }
            }
            assertThat(events)
                    .hasSizeGreaterThanOrEqualTo(6)
                    .allSatisfy(event -> assertThat(event.begin()).isNotNull().isBeforeOrEqualTo(event.time()));
            Event.Opened opened = (Event.Opened) events.get(0);
            assertThat(opened.lookedUp()).isBetween(opened.begin(), opened.time());

            Path old = directory.resolve("old.ndjson");
            Files.writeString(old, Files.readString(file).replaceAll("\"(begin|lookedUp)\":\"[^\"]*\",", ""));
            assertThat(old).content().doesNotContain("begin").hasSizeGreaterThan(200);
            exchange(ReplayBackend.of(old), server.port());
        }
    }

    private static NetworkBackendInterface backend(boolean asynchronous, FileRecorder recorder) {
        return asynchronous
                ? BlockingBackend.of(new AsyncRecordingBackend(new AsyncNioBackend(), recorder))
                : new RecordingBackend(new NioBackend(), recorder);
    }

    private static void exchange(NetworkBackendInterface net, int port) throws Exception {
        try (NetworkStreamInterface stream = net.connect("localhost", port)) {
            stream.write(HELLO);
            assertThat(stream.inputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
            stream.shutdownOutput();
            assertThat(stream.read(1)).isEmpty();
        }
    }
}
