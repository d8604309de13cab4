// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.recording.format.Tshark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
    private static final Instant START = Instant.parse("2026-11-21T16:04:05.9Z");

    @TempDir
    private Path directory;

    @Test
    void fileEndsWithTheEventThatReachesTheSize() throws IOException {
        try (FileRecorder recorder = builder("a.txt").maxFileSize(120).open()) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            for (int i = 1; i <= 5; i++) {
                connection.written(Transcript.bytes("twenty characters " + i + "\n"));
            }
        }
        assertThat(files()).containsExactly("a-2.txt", "a.txt");
        assertThat(directory.resolve("a.txt")).content().hasLineCount(5).endsWith("4\n");
        assertThat(directory.resolve("a-2.txt")).hasContent("""
                [1] --- still connected; before, 0 bytes read and 80 bytes written
                [1] >>> twenty characters 5
                """);
    }

    @Test
    void oldestFilesAreDeleted() throws IOException {
        try (FileRecorder recorder =
                builder("a%n.txt").maxFileSize(1).maxFiles(2).open()) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            for (int i = 2; i <= 5; i++) {
                connection.written(Transcript.bytes(i + "\n"));
            }
            assertThat(files()).containsExactly("a5.txt");
            connection.closed();
        }
        assertThat(files()).containsExactly("a6.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"txt", "pcapng"})
    void filesOfOthersAreNotTouched(String ending) throws IOException {
        Files.writeString(directory.resolve("a-2." + ending), "mine");
        try (FileRecorder recorder = builder("a." + ending).maxFileSize(1).open()) {
            recorder.opened(Transcript.opened(null, null, false)).closed();
            assertThat(recorder.lostEvents()).isZero();
        }
        assertThat(files()).contains("a-2." + ending, "a-3." + ending, "a." + ending);
        assertThat(directory.resolve("a-2." + ending)).hasContent("mine");
    }

    @Test
    void partsOfJsonRecordingAreNumberedAndNameTheirRecording() throws IOException {
        try (FileRecorder recorder = builder("a.ndjson").maxFileSize(1).open()) {
            recorder.opened(Transcript.opened(null, null, false)).closed();
        }
        Pattern first = Pattern.compile("\"recording\":\"([0-9a-f-]{36})\",\"part\":(\\d+),");
        Matcher one = first.matcher(Files.readString(directory.resolve("a.ndjson")));
        Matcher two = first.matcher(Files.readString(directory.resolve("a-2.ndjson")));
        assertThat(one.find() && two.find()).isTrue();
        assertThat(one.group(1)).isEqualTo(two.group(1));
        assertThat(List.of(one.group(2), two.group(2))).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "txt    | [1] --- still connected; before, 0 bytes read and 5 bytes written",
                "hex    | [1] --- still connected; before, 0 bytes read and 5 bytes written",
                "ndjson | ,\"connection\":1,\"kind\":\"continue\",\"opened\":\""
            })
    void everyPartIntroducesTheConnectionsThatGoOnInIt(String extension, String introduction) throws IOException {
        try (FileRecorder recorder =
                builder("a." + extension).maxFileSize(1).maxFiles(2).open()) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            recorder.opened(Transcript.opened(null, null, false));
            connection.written(Transcript.bytes("1234\n"));
            connection.written(Transcript.bytes("now\n"));
            assertThat(files()).hasSize(1);
            assertThat(directory.resolve(files().get(0)))
                    .content()
                    .contains(introduction)
                    .doesNotContain("[2]")
                    .doesNotContain("\"connection\":2");
        }
    }

    @Test
    void everyPartOfPacketsCanBeReadByItself() throws Exception {
        try (FileRecorder recorder = builder("a.pcapng").maxFileSize(100_000).open()) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            for (int i = 0; i < 3; i++) {
                connection.written(ByteBuffer.allocate(90_000));
            }
            connection.closed();
        }
        assertThat(files()).containsExactly("a-2.pcapng", "a.pcapng");
        for (String file : files()) {
            Tshark tshark = new Tshark(directory.resolve(file));
            tshark.assertFlawless();
            assertThat(tshark.fields("frame.comment contains \"connection 1\"", "frame.number"))
                    .containsExactly("1");
        }
    }

    @Test
    void lossForWantOfDirectoryIsConfessedOnceItIsBack() throws IOException {
        Path moved = directory.resolveSibling(directory.getFileName() + "-moved");
        try (Warnings warnings = new Warnings();
                FileRecorder recorder = builder("a.txt").maxFileSize(1).open()) {
            ConnectionRecorder connection = recorder.opened(Transcript.opened(null, null, false));
            Files.move(directory, moved);
            connection.written(Transcript.bytes("123\n"));
            connection.read(Transcript.bytes("12345\n"));
            connection.written(Transcript.bytes("1\n"));
            assertThat(recorder.lostEvents()).isEqualTo(3);
            Files.move(moved, directory);
            connection.written(Transcript.bytes("back\n"));
            assertThat(recorder.lostEvents()).isEqualTo(3);
            assertThat(warnings.messages())
                    .containsExactly(
                            "recording to " + directory.resolve("a-2.txt") + " failed; lost events are counted there");
        }
        assertThat(directory.resolve("a-2.txt")).hasContent("""
                        --- lost: 3 events, with 6 bytes read and 6 bytes written
                        [1] --- still connected; before, 0 bytes read and 0 bytes written
                        [1] >>> back
                        """);
    }

    @Test
    void namesHaveHostProcessTimeAndNumber() {
        long pid = ProcessHandle.current().pid();
        assertThat(name("/a/%p-%t-%n%%.ndjson", 3)).isEqualTo("/a/" + pid + "-20261121-160405-3%.ndjson");
        assertThat(name("%h", 1)).matches("[A-Za-z0-9._-]+");
        assertThat(name("a.b/c", 1)).isEqualTo("a.b/c");
        assertThat(name("a.b/c", 2)).isEqualTo("a.b/c-2");
        assertThat(name("a.b/.c", 2)).isEqualTo("a.b/.c-2");
        assertThat(name("a.b.c", 2)).isEqualTo("a.b-2.c");
    }

    @ParameterizedTest
    @CsvSource({"%,%", "a%x,%x", "%%%,%", "50%.ndjson,%.", "%p-50%-%n,%-"})
    void aPercentSignBeforeAnythingElseIsAnErrorThatSaysWhatIsKnown(String pattern, String unknown) {
        assertThatThrownBy(() -> FileRecorder.builder(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("file name (" + pattern + ") must not have \"" + unknown
                        + "\": %h is this host, %p the PID,"
                        + " %t the time, %n the number of the file, and %% a percent sign");
    }

    private static String name(String pattern, int number) {
        return new FileNamePattern(pattern, START).of(number).toString();
    }

    private FileRecorder.Builder builder(String name) {
        return FileRecorder.builder(directory.resolve(name).toString());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
