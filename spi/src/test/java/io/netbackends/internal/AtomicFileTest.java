// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.testsupport.Background;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the files are those of POSIX")
class AtomicFileTest {
    @TempDir
    Path directory;

    @Test
    void a_file_appears_when_it_is_complete_and_for_its_owner_alone() throws Exception {
        Path file = directory.resolve("new");
        try (AtomicFile atomic = AtomicFile.create(file)) {
            write(atomic, "content");
            assertThat(file).doesNotExist();
            atomic.commit();
        }
        assertThat(file).hasContent("content");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void a_file_that_is_not_committed_leaves_nothing_and_the_old_one() throws Exception {
        Path old = Files.writeString(directory.resolve("old"), "old");
        try (AtomicFile atomic = AtomicFile.replace(old)) {
            write(atomic, "new");
        }
        try (AtomicFile atomic = AtomicFile.create(directory.resolve("other"))) {
            write(atomic, "new");
        }
        assertThat(old).hasContent("old");
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(old));
    }

    @Test
    void a_file_that_exists_is_replaced_only_if_that_is_asked_for() throws Exception {
        Path old = Files.writeString(directory.resolve("old"), "old");
        assertThatThrownBy(() -> AtomicFile.create(old)).isInstanceOf(FileAlreadyExistsException.class);
        replace(old, "new");
        assertThat(old).hasContent("new");
    }

    @Test
    void a_file_that_is_created_meanwhile_is_not_overwritten() throws Exception {
        Path file = directory.resolve("file");
        try (AtomicFile atomic = AtomicFile.create(file)) {
            write(atomic, "ours");
            Files.writeString(file, "theirs");
            assertThatThrownBy(atomic::commit).isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(file).hasContent("theirs");
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void symbolic_links_are_followed() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path old = Files.writeString(elsewhere.resolve("old"), "old");
        Path second = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("old"));
        Path first = Files.createSymbolicLink(directory.resolve("first"), Path.of("elsewhere/second"));
        replace(first, "new");
        assertThat(old).hasContent("new").isRegularFile();
        assertThat(first).isSymbolicLink();
        assertThat(second).isSymbolicLink();
    }

    @Test
    void a_symbolic_link_to_nothing_leads_to_the_new_file() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("target"));
        assertThatThrownBy(() -> AtomicFile.create(link)).isInstanceOf(FileAlreadyExistsException.class);
        replace(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("target")).hasContent("new");
    }

    @Test
    void links_in_a_circle_lead_nowhere() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("link"));
        assertThatThrownBy(() -> AtomicFile.replace(link)).isInstanceOf(FileSystemLoopException.class);
    }

    @Test
    void a_pipe_is_written_to_and_stays_a_pipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        for (int i = 0; i < 2; i++) {
            Background<String> reader = Background.run(() -> {
                try (InputStream in = Files.newInputStream(pipe)) {
                    return new String(in.readAllBytes(), UTF_8);
                }
            });
            try (AtomicFile atomic = i == 0 ? AtomicFile.create(pipe) : AtomicFile.replace(pipe)) {
                write(atomic, "content");
                atomic.commit();
            }
            assertThat(reader.get()).isEqualTo("content");
        }
        assertThat(Files.readAttributes(pipe, "isOther", LinkOption.NOFOLLOW_LINKS))
                .containsEntry("isOther", true);
    }

    @Test
    void a_device_is_written_to_and_stays_a_device() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("null"), Path.of("/dev/null"));
        replace(link, "content");
        assertThat(link).isSymbolicLink();
        assertThat(Files.readAttributes(Path.of("/dev/null"), "isOther", LinkOption.NOFOLLOW_LINKS))
                .containsEntry("isOther", true);
        try (AtomicFile atomic = AtomicFile.create(link)) {
            write(atomic, "content");
        }
        assertThat(link).isSymbolicLink();
        Files.delete(link); // JUnit warns of links that lead out of a directory it deletes
    }

    @Test
    void a_descriptor_of_a_file_is_appended_to() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        Path open = Files.writeString(directory.resolve("open"), "old ");
        Object key = Files.getAttribute(open, "unix:ino");
        // In a child JVM, whose descriptors are known.
        Process child = new ProcessBuilder("cat")
                .redirectOutput(ProcessBuilder.Redirect.appendTo(open.toFile()))
                .start();
        try {
            replace(Path.of("/proc/" + child.pid() + "/fd/1"), "new");
        } finally {
            child.destroy();
            child.waitFor();
        }
        assertThat(open).hasContent("old new");
        assertThat(Files.getAttribute(open, "unix:ino")).isEqualTo(key);
    }

    @Test
    void what_cannot_be_a_file_is_refused_at_once() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> AtomicFile.replace(directory))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(directory + ": is a directory");
        for (Path parent : new Path[] {directory.resolve("missing"), file}) {
            assertThatThrownBy(() -> AtomicFile.replace(parent.resolve("x")))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage(parent.resolve("x") + ": its directory does not exist");
            assertThatThrownBy(() -> AtomicFile.create(parent.resolve("x"))).isInstanceOf(NoSuchFileException.class);
        }
    }

    private static void replace(Path file, String content) throws IOException {
        try (AtomicFile atomic = AtomicFile.replace(file)) {
            write(atomic, content);
            atomic.commit();
        }
    }

    private static void write(AtomicFile atomic, String content) throws IOException {
        try (OutputStream out = atomic.newOutputStream()) {
            out.write(content.getBytes(UTF_8));
        }
    }
}
