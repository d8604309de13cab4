// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.recording.format.Event;
import io.netbackends.recording.format.EventEncoder;
import io.netbackends.recording.format.RecordingFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks arbitrary bytes as a recording: they must give events, which every format can show, or an error with the line
 * number.
 */
final class AnyRecording {
    private AnyRecording() {}

    /** Returns the number of events. */
    static int read(byte[] bytes) throws IOException {
        List<EventEncoder> encoders =
                Stream.of(RecordingFormat.values()).map(EventEncoder::new).toList();
        int events = 0;
        try (RecordingReader reader = RecordingReader.of(new ByteArrayInputStream(bytes), "any")) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                RecordingHeader header = reader.header();
                assertThat(header).isNotNull();
                for (EventEncoder encoder : encoders) {
                    encoder.begin(header.recording(), header.part(), header.time(), header.redaction());
                    encoder.encode(event);
                }
                events++;
            }
        } catch (MalformedRecordingException e) {
            assertThat(e.getMessage())
                    .startsWith("any, line " + e.line() + ": ")
                    .hasSizeLessThan(400)
                    .doesNotContainPattern("\\p{Cntrl}");
        }
        encoders.forEach(EventEncoder::end);
        return events;
    }

    /** Replays all connections: each call returns, or fails with an exception that the contract allows. */
    static void replay(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        ReplayBackend backend;
        try {
            backend =
                    ReplayBackend.builder(file).lenient(WriteMatcher.anything()).build();
        } catch (MalformedRecordingException e) {
            return;
        }
        for (int i = 0; i < 3; i++) {
            try (Timeout timeout = Timeout.after(Duration.ofMillis(5));
                    NetworkStreamInterface stream = backend.connect("localhost", 80)) {
                for (int j = 0; j < 10 && stream.read().length > 0; j++) {
                    stream.write(new byte[] {1, 2, 3});
                }
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
