// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkServer;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.memory.MemoryBackend;
import io.netbackends.recording.FileRecorder;
import io.netbackends.recording.RecordingBackend;
import io.netbackends.recording.format.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;

/** A recording of several files without the first ones. */
class ReplayPartTest extends ReplayTestBase {
    private static final int REQUESTS = 40;
    private static final String LONG_ID = "\"opened\":\"2026-11-21T16:00:00Z\",\"role\":\"client\",\"backend\":\"\","
            + "\"target\":{\"host\":\"localhost\",\"port\":80},\"read\":3,\"written\":7";

    private final MemoryBackend net = new MemoryBackend();

    @Test
    void thePartsBehindTheFirstOneAreServedFromWhereTheyBegin() throws Exception {
        Path parts = recordInParts();
        StringBuilder heard = new StringBuilder();
        StringBuilder recorded = new StringBuilder();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        List<Path> files = files(parts);
        assertThat(files).hasSizeGreaterThan(3);
        for (Path file : files.subList(1, files.size())) {
            joined.write(Files.readAllBytes(file));
        }
        Path file = Files.write(directory.resolve("joined.ndjson"), joined.toByteArray());
        for (Path from : List.of(files.get(2), file)) {
            heard.setLength(0);
            recorded.setLength(0);
            ReplayBackend backend =
                    ReplayBackend.builder(from).lenient(WriteMatcher.anything()).build();
            RecordingReader reader = RecordingReader.open(from);
            try (reader) {
                for (Event event = reader.next(); event != null; event = reader.next()) {
                    if (event instanceof Event.Data data && !data.written()) {
                        byte[] bytes = new byte[data.bytes().remaining()];
                        data.bytes().get(bytes);
                        recorded.append(text(bytes));
                    }
                }
            }
            try (NetworkListenerInterface listener = net.listen("replay", 1);
                    NetworkServer server = NetworkServer.serve(listener, backend.handler(null));
                    NetworkStreamInterface client = closedAfterwards(net.connect("replay", 1))) {
                while (heard.length() < recorded.length()) {
                    client.write(bytes("GET"));
                    heard.append(text(client.read()));
                }
                assertThat(heard).hasToString(recorded.toString());
                assertThat(server).isNotNull();
            }
        }
    }

    @Test
    void aConnectionThatWasOpenedInThePartGoesBeforeOneThatIsContinued() throws Exception {
        Recording recording = Recording.begin()
                .event(3, "continue", LONG_ID)
                .write(3, "old")
                .read(3, "rest")
                .open(4, "localhost", 80)
                .write(4, "new")
                .read(4, "whole");
        NetworkStreamInterface stream = connect(recording);
        stream.write(bytes("new"));
        assertThat(text(stream.read())).isEqualTo("whole");
    }

    @Test
    void aContinuedConnectionIsReplayedIfThereIsNoOtherWithItsTls() throws Exception {
        Recording recording = Recording.begin()
                .event(3, "continue", LONG_ID + ",\"protocol\":\"TLSv1.3\",\"cipher\":\"C\"")
                .write(3, "old")
                .read(3, "rest");
        NetworkStreamInterface stream = connect(recording);
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        stream.startTls(engine);
        assertThat(stream.getExtraInfo(ExtraInfo.SSL_SESSION).orElseThrow().getCipherSuite())
                .isEqualTo("C");
        stream.write(bytes("old"));
        assertThat(text(stream.read())).isEqualTo("rest");
    }

    private Path recordInParts() throws Exception {
        Path parts = Files.createDirectory(directory.resolve("parts"));
        try (FileRecorder recorder = FileRecorder.builder(
                                parts.resolve("r-%n.ndjson").toString())
                        .maxFileSize(2_000)
                        .open();
                NetworkListenerInterface listener = net.listen("localhost", 80);
                NetworkStreamInterface client = new RecordingBackend(net, recorder).connect("localhost", 80);
                NetworkStreamInterface server = listener.accept()) {
            for (int i = 0; i < REQUESTS; i++) {
                client.write(bytes("GET " + i));
                server.read();
                server.write(bytes("answer " + i + "."));
                client.read();
            }
        }
        return parts;
    }

    private static List<Path> files(Path parts) throws IOException {
        try (Stream<Path> files = Files.list(parts)) {
            return files.sorted(Comparator.comparingInt(ReplayPartTest::number)).toList();
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""));
    }
}
