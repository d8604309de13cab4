// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.ChildJvm;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings made to exhaust a reader: its memory and time stay proportional to their size. */
class HostileRecordingTest {
    private static final String TIME = "{\"time\":\"2026-11-21T16:00:00Z\",";

    @TempDir
    Path directory;

    /** The main class of the child. */
    public static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            ReplayBackend backend = ReplayBackend.of(file);
            long events = 0;
            try (RecordingReader reader = RecordingReader.open(file)) {
                while (reader.next() != null) {
                    events++;
                }
            }
            backend.connect("localhost", 1).close();
            System.out.println(events);
        }
    }

    @Test
    void manyConnectionsOfARecordingWithALongName() throws Exception {
        Path file = write(2_000_000, 5_000, 0);
        assertThat(Files.size(file)).isLessThan(3_000_000);
        assertThat(readWith("-Xmx64m", file)).isEqualTo("5000");
    }

    @Test
    void manyLossesWhileManyConnectionsAreOpen() throws Exception {
        Path file = write(10, 60_000, 400_000);
        assertThat(readWith("-Xmx128m", file)).isEqualTo("460000");
    }

    @Test
    void manyPartsOfARecordingWithALongName() throws Exception {
        Path file = directory.resolve("parts.ndjson");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write(header(500_000));
            out.write(header(500_000));
            for (int i = 1; i <= 30_000; i++) {
                out.write(open(1 + i % 2_000));
            }
        }
        assertThat(readWith("-Xmx64m", file)).isEqualTo("30000");
    }

    private static String readWith(String heap, Path file) throws Exception {
        ChildJvm.Result result = ChildJvm.classPath(System.getProperty("java.class.path"))
                .jvmArgs(heap, "-XX:+UseSerialGC")
                .limit(Duration.ofSeconds(50))
                .run(Child.class.getName(), file.toString());
        assertThat(result.err()).isEmpty();
        return result.out().strip();
    }

    private Path write(int nameLength, int connections, int losses) throws IOException {
        Path file = directory.resolve("hostile.ndjson");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write(header(nameLength));
            for (int i = 1; i <= connections; i++) {
                out.write(open(i));
            }
            for (int i = 0; i < losses; i++) {
                out.write(TIME + "\"kind\":\"lost\",\"events\":1,\"read\":1,\"written\":1}\n");
            }
        }
        return file;
    }

    private static String header(int nameLength) {
        return TIME
                + "\"kind\":\"recording\",\"format\":\"netbackends-ndjson\",\"version\":1,\"part\":1,\"recording\":\""
                + "r".repeat(nameLength) + "\"}\n";
    }

    private static String open(int connection) {
        return TIME + "\"kind\":\"open\",\"connection\":" + connection
                + ",\"role\":\"client\",\"backend\":\"\",\"target\":{\"host\":\"localhost\",\"port\":1}}\n";
    }
}
