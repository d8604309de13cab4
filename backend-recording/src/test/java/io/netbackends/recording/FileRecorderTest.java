// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRecorderTest {
    private static final ConnectionInfo CONNECTION =
            Transcript.opened(ScriptedStream.CLIENT, ScriptedStream.SERVER, false);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void file() {
        file = directory.resolve("record.txt");
    }

    @Test
    void newFileIsForItsOwnerAlone() throws IOException {
        assumePosix();
        FileRecorder.builder(file.toString()).open().close();
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void existingFileIsAppendedToAndKeepsItsPermissions() throws IOException {
        assumePosix();
        Files.writeString(file, "before\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        record("a\n");
        assertThat(file).hasContent("before\n[1] --- connected to 127.0.0.1:80\n[1] >>> a\n");
        assertThat(permissions()).isEqualTo("rw-r-----");
    }

    @Test
    void linesAreInTheFileAtOnceInUtf8() throws IOException {
        try (FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            recorder.opened(CONNECTION).written(Transcript.bytes("\u00ff\n"));
            assertThat(Files.readString(file)).endsWith("[1] >>> \uFFFD\n");
        }
    }

    @Test
    void missingDirectoryIsNamed() {
        Path missing = directory.resolve("missing").resolve("record.txt");
        assertThatThrownBy(() -> FileRecorder.builder(missing.toString()).open())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing + ": its directory does not exist");
        assertThat(missing.getParent()).doesNotExist();
    }

    @Test
    void directoryIsNoFile() {
        assertThatThrownBy(() -> FileRecorder.builder(directory.toString()).open())
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void fileCanBeOpenedByAnInterruptedThread() throws IOException {
        Path json = directory.resolve("record.ndjson");
        for (int lines = 1; lines <= 4; lines += 3) { // a new file, and an existing one
            Thread.currentThread().interrupt();
            FileRecorder recorder;
            try {
                recorder = FileRecorder.builder(json.toString()).open();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            try (recorder) {
                recorder.opened(CONNECTION).written(Transcript.bytes("a"));
                assertThat(Files.readAllLines(json)).hasSize(lines + 2);
            }
        }
    }

    @Test
    void interruptedThreadDoesNotEndTheRecording() throws IOException {
        try (FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            ConnectionRecorder connection = recorder.opened(CONNECTION);
            Thread.currentThread().interrupt();
            connection.written(Transcript.bytes("a\n"));
            assertThat(Thread.interrupted()).isTrue();
            connection.written(Transcript.bytes("b\n"));
            assertThat(recorder.lostEvents()).isZero();
        }
        assertThat(file).hasContent("[1] --- connected to 127.0.0.1:80\n[1] >>> a\n[1] >>> b\n");
    }

    @Test
    void fullDiskIsWarnedOfOnceAndDropsTheRest() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        try (Warnings warnings = new Warnings();
                FileRecorder recorder = FileRecorder.builder(full.toString()).open()) {
            ConnectionRecorder connection = recorder.opened(CONNECTION);
            connection.written(Transcript.bytes("a\nb\n"));
            connection.closed();
            assertThat(warnings.messages())
                    .containsExactly("recording to /dev/full failed; lost events are counted there");
            assertThat(warnings.cause()).isInstanceOf(IOException.class);
            assertThat(recorder.lostEvents()).isEqualTo(3);
        }
    }

    @Test
    void streamIsNotAffectedByFullDisk() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        try (Warnings warnings = new Warnings();
                FileRecorder recorder = FileRecorder.builder(full.toString()).open();
                var stream = new RecordingBackend(
                                new ScriptedBackend(new ScriptedStream().thenReads("hello")), recorder)
                        .connect("a.test", 80)) {
            stream.write(new byte[10]);
            assertThat(stream.read()).asString().isEqualTo("hello");
            assertThat(stream.read()).isEmpty();
            assertThat(warnings.messages()).hasSize(1);
        }
    }

    @Test
    void closedRecorderLosesEventsWithoutWarning() throws IOException {
        try (Warnings warnings = new Warnings()) {
            FileRecorder recorder = FileRecorder.builder(file.toString()).open();
            ConnectionRecorder connection = recorder.opened(CONNECTION);
            recorder.close();
            recorder.close();
            connection.written(Transcript.bytes("a\n"));
            assertThat(recorder.lostEvents()).isEqualTo(1);
            assertThat(file).hasContent("[1] --- connected to 127.0.0.1:80\n");
            assertThat(warnings.messages()).isEmpty();
        }
    }

    @Test
    void fileIsNamedByToString() throws IOException {
        try (FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            assertThat(recorder).hasToString("<FileRecorder [\"" + file + "\"]>");
        }
    }

    private void record(String written) throws IOException {
        try (FileRecorder recorder = FileRecorder.builder(file.toString()).open()) {
            recorder.opened(CONNECTION).written(Transcript.bytes(written));
        }
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void assumePosix() {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
    }
}
