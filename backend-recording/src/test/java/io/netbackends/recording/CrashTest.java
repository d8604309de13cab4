// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.NetworkBackend;
import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.recording.format.Tshark;
import io.netbackends.recording.program.Crash;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings of processes that are killed, and on disks that are full. */
class CrashTest {
    private static final List<Path> CLASS_PATH = Stream.of(NetworkBackend.class, FileRecorder.class, Crash.class)
            .map(Jars::of)
            .toList();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"ndjson, halt, 102", "ndjson, exit, 102", "hex, halt, 6301"})
    void everyEventIsThereHoweverTheProcessEnded(String format, String end, int lines) throws Exception {
        Path file = directory.resolve("a." + format);
        ChildJvm.Result result = ChildJvm.classPath(CLASS_PATH).run(Crash.class.getName(), file.toString(), end);
        assertThat(result.err()).isEmpty();
        assertThat(Files.readString(file)).hasLineCount(lines).endsWith("\n");
    }

    @Test
    void packetsOfProcessThatWasKilledAreWhole() throws Exception {
        Path file = directory.resolve("a.pcapng");
        ChildJvm.classPath(CLASS_PATH).run(Crash.class.getName(), file.toString(), "halt");
        Tshark tshark = new Tshark(file);
        tshark.assertFlawless();
        assertThat(tshark.follow(0).get(0)).hasSize(100_000);
    }

    @ParameterizedTest
    @CsvSource({"ndjson", "pcapng"})
    void eventThatDoesNotFitOnDiskAnyMoreLeavesNothing(String format) throws Exception {
        Path file = directory.resolve("a." + format);
        Path err = directory.resolve("err.txt");
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell here");
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "ulimit -f 40; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        CLASS_PATH.stream().map(Path::toString).collect(Collectors.joining(":")),
                        Crash.class.getName(),
                        file.toString(),
                        "halt")
                .redirectError(err.toFile())
                .start();
        String lost = new String(process.getInputStream().readAllBytes(), "US-ASCII");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Integer.parseInt(lost)).isBetween(1, 99);
        assertThat(Files.readString(err)).containsOnlyOnce("WARNING: recording to " + file + " failed");
        assertThat(Files.size(file)).isGreaterThan(10_000);
        if (format.equals("ndjson")) {
            assertThat(Files.readString(file))
                    .hasLineCount(102 - Integer.parseInt(lost))
                    .endsWith("\"}\n");
        } else {
            assertThat(AppendPoint.of(file, RecordingFormat.PCAPNG).whole()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void pipeWithoutAReaderDelaysCallersOnlyBriefly() throws Exception {
        Path pipe = directory.resolve("pipe.ndjson");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assumeTrue(mkfifo.waitFor(10, TimeUnit.SECONDS) && mkfifo.exitValue() == 0, "no pipes here");
        // The recorder is closed after the reader, whose end it logs.
        try (Warnings warnings = new Warnings();
                FileRecorder recorder = FileRecorder.builder(pipe.toString()).open();
                RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw")) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                connection.written(ByteBuffer.allocate(1_000_000));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(recorder.lostEvents()).isBetween(80L, 99L);
            assertThat(warnings.messages()).hasSize(1);
            byte[] some = new byte[100_000];
            reader.readFully(some); // so the test did not block it
            assertThat(new String(some, "US-ASCII")).startsWith("{\"kind\":\"recording\"");
        }
    }
}
