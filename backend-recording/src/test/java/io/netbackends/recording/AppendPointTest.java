// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.NetworkBackend;
import io.netbackends.recording.format.RecordingFormat;
import io.netbackends.recording.format.Tshark;
import io.netbackends.recording.program.EndlessLine;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppendPointTest {
    @TempDir
    private Path directory;

    @Test
    void existingFileCanBeRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "before\n");
        assertThatThrownBy(() -> FileRecorder.builder(file.toString())
                        .refuseExistingFile()
                        .open())
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("before\n");
    }

    @Test
    void lineThatWasCutOffIsEndedFirst() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "[1] >>> cut o");
        record(file, "a\n");
        assertThat(file).hasContent("[1] >>> cut o\n[1] --- connected\n[1] >>> a\n[1] --- closed\n");
    }

    @Test
    void jsonThatIsAppendedIsAnotherRecording() throws IOException {
        Path file = directory.resolve("a.ndjson");
        record(file, "a");
        record(file, "b");
        assertThat(Files.readAllLines(file))
                .hasSize(8)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                .filteredOn(line -> line.contains("\"kind\":\"recording\""))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void packetsThatAreAppendedAreAnotherSection() throws Exception {
        Path file = directory.resolve("a.pcapng");
        record(file, "a");
        record(file, "b");
        Tshark tshark = new Tshark(file);
        assertThat(tshark.fields("tcp.len > 0", "tcp.payload")).containsExactly("61", "62");
    }

    @Test
    void packetThatWasCutOffAnywhereIsTakenAwayFirst() throws IOException {
        Path file = directory.resolve("a.pcapng");
        record(file, "some bytes");
        byte[] whole = Files.readAllBytes(file);
        for (int size = 1; size < whole.length; size++) {
            Files.write(file, Arrays.copyOf(whole, size));
            record(file, "b");
            assertThat(AppendPoint.of(file, RecordingFormat.PCAPNG).whole()).isEqualTo(Files.size(file));
        }
    }

    @Test
    void packetsOfOtherProgramsAreAppendedToInEitherByteOrder() throws IOException {
        Path file = directory.resolve("a.pcapng");
        byte[] empty = {
            0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, 28,
            0, 0, 0
        };
        Files.write(file, empty);
        record(file, "a");
        assertThat(AppendPoint.of(file, RecordingFormat.PCAPNG).whole()).isEqualTo(Files.size(file));
    }

    @Test
    void fileThatIsNoPacketsIsNotAppendedTo() throws IOException {
        Path file = Files.writeString(directory.resolve("a.pcapng"), "my diary, the only copy");
        assertThatThrownBy(() -> record(file, "a"))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": its content is not pcapng");
        assertThat(file).hasContent("my diary, the only copy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.ndjson | my diary, the only copy | a recording in the format netbackends-ndjson",
                "a.ndjson | {\"time\":\"2026-11-21T16:04:05Z\",\"level\":\"INFO\"} | a recording in the format netbackends-ndjson",
                "a.ndjson | {\"kind\":\"Event\",\"level\":\"INFO\"} | a recording in the format netbackends-ndjson",
                "a.ndjson | [1] --- connected | a recording in the format netbackends-ndjson",
                "a.txt    | {\"kind\":\"recording\",\"format\":\"netbackends-ndjson\",\"version\":1} | text",
                "a.hex    | {\"kind\":\"recording\",\"format\":\"netbackends-ndjson\",\"version\":1} | text"
            })
    void fileOfAnotherKindIsNotAppendedTo(String name, String line, String expected) throws IOException {
        Path file = Files.writeString(directory.resolve(name), line + "\n");
        assertThatThrownBy(() -> record(file, "a"))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": its content is not " + expected);
        assertThat(file).hasContent(line + "\n");
    }

    @Test
    void textIsNotAppendedToBytes() throws IOException {
        Path file = Files.write(directory.resolve("a.txt"), new byte[] {'a', '\n', 0, 'b'});
        assertThatThrownBy(() -> record(file, "a"))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": its content is not text");
        assertThat(file).hasBinaryContent(new byte[] {'a', '\n', 0, 'b'});
    }

    @Test
    void jsonWhoseBeginningWasCutAwayIsAppendedTo() throws IOException {
        Path file = directory.resolve("a.ndjson");
        record(file, "a");
        String whole = Files.readString(file);
        for (int cut : new int[] {whole.indexOf('\n') + 1, whole.indexOf('\n') / 2}) {
            Files.writeString(file, whole.substring(cut));
            record(file, "b");
            assertThat(file).content().startsWith(whole.substring(cut)).contains("\"text\":\"b\"");
        }
    }

    @Test
    void firstLineOfJsonThatWasCutOffAnywhereIsTakenAwayFirst() throws IOException {
        Path file = directory.resolve("a.ndjson");
        record(file, "a");
        String first = Files.readAllLines(file).get(0);
        for (int size = 1; size < "{\"kind\":\"recording\",\"format\"".length(); size++) {
            Files.writeString(file, first.substring(0, size));
            record(file, "b");
            assertThat(Files.readAllLines(file)).hasSize(4).allMatch(line -> line.endsWith("}"));
        }
    }

    @Test
    void twoRecordersDoNotWriteToOneFile() throws IOException {
        Path file = directory.resolve("a.txt");
        try (FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            assertThatThrownBy(() -> FileRecorder.builder(file.toString()).open())
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageStartingWith(file + ": another recorder writes to it");
            recorder.opened(Transcript.opened(null, null, false));
        }
        record(file, "a\n");
    }

    @Test
    void twoProcessesDoNotWriteToOneFile() throws Exception {
        Path file = directory.resolve("a.txt");
        try (FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            recorder.opened(Transcript.opened(null, null, false));
            // On some systems, closing a second channel of the file would release the lock.
            assertThatThrownBy(() -> FileRecorder.builder(file.toString()).open())
                    .isInstanceOf(FileSystemException.class);
            ChildJvm.Result result = ChildJvm.classPath(
                            Stream.of(NetworkBackend.class, FileRecorder.class, EndlessLine.class)
                                    .map(Jars::of)
                                    .toList())
                    .run(EndlessLine.class.getName(), file.toString());
            assertThat(result.err()).contains(file + ": another recorder writes to it");
            assertThat(result.exitCode()).isNotZero();
        }
        assertThat(file).hasContent("[1] --- connected\n");
    }

    @Test
    void severalRecordersWriteToOneDevice() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "no /dev/null here");
        try (FileRecorder recorder = FileRecorder.builder(device.toString()).open()) {
            record(device, "a\n");
            recorder.opened(Transcript.opened(null, null, false));
            assertThat(recorder.lostEvents()).isZero();
        }
    }

    private static void record(Path file, String written) throws IOException {
        try (FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            connection.written(Transcript.bytes(written));
            connection.closed();
        }
    }
}
