// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.netbackends.testsupport.PlainServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files and directories without permission. Under root, a child process drops the privilege to ignore permissions. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the permissions are those of POSIX")
class PermissionTest {
    private static final List<String> WITHOUT_PRIVILEGES =
            List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search");

    private record Run(int exitCode, String out, String err) {}

    @TempDir
    Path directory;

    private Path file;
    private Path locked;

    @BeforeEach
    void take_permissions_away() throws Exception {
        file = RecordingFile.begin().exchange(1, "GET /", "ok").save(directory);
        locked = Files.createDirectory(directory.resolve("locked"));
        setPermissions(file, "---------");
        setPermissions(locked, "r-xr-xr-x");
        Run run = run("show", file.toString());
        assumeFalse(run.exitCode == 0, "the permissions of files mean nothing to this process, and setpriv is missing");
    }

    @AfterEach
    void give_permissions_back() throws Exception {
        setPermissions(locked, "rwxr-xr-x");
    }

    @Test
    void files_that_cannot_be_read_are_named_with_the_reason() throws Exception {
        String denied = "file (" + file + ") cannot be read: permission denied";
        assertFails(run("show", file.toString()), 26, denied);
        assertFails(run("convert", file.toString(), directory + "/out.txt"), 26, denied);
        assertFails(run("replay", file.toString(), "--listen=0"), 26, denied);
        assertFails(run("get", "--cacert=" + file, "https://localhost:1/"), 77, "--cacert: " + denied);
        assertFails(run("get", "--cert=" + file, "https://localhost:1/"), 58, "--cert: " + denied);
        setPermissions(locked, "---------");
        assertFails(run("show", locked + "/x"), 26, "file (" + locked + "/x) cannot be read: permission denied");
    }

    @Test
    void files_that_cannot_be_written_are_named_before_anything_is_done() throws Exception {
        setPermissions(file, "r--r--r--");
        assertFails(
                run("convert", file.toString(), locked + "/out.txt"),
                23,
                "file (" + locked + "/out.txt) cannot be written: permission denied in its directory");
        Run demo = run("demo", "--directory=" + locked);
        assertFails(demo, 23, "demo writes " + locked + "/demo.ndjson, which cannot be written (permission denied");
        assertThat(demo.out).isEmpty();
        try (PlainServer server = PlainServer.listening()) {
            String url = "http://localhost:" + server.port() + "/";
            for (Path path : new Path[] {file, locked.resolve("out.txt")}) {
                assertFails(
                        run("get", "--record=" + path, url),
                        2,
                        "--record: file (" + path + ") cannot be written: permission denied");
            }
        }
    }

    private static void assertFails(Run run, int exitCode, String message) {
        assertThat(run.err).startsWith("netbackends: " + message).hasLineCount(1);
        assertThat(run.exitCode).isEqualTo(exitCode);
    }

    private static void setPermissions(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Run run(String... args) throws Exception {
        List<String> command = new ArrayList<>();
        if (new ProcessBuilder("sh", "-c", "test $(id -u) = 0 && command -v setpriv")
                        .start()
                        .waitFor()
                == 0) {
            command.addAll(WITHOUT_PRIVILEGES);
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        int exitCode = builder.start().waitFor();
        return new Run(exitCode, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
