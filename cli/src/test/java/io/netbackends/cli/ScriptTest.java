// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script in a separate source tree, with a fake Maven and a fake Java that print their arguments. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script needs bash")
class ScriptTest {
    @TempDir
    Path directory;

    private Path root;
    private Path bin;
    private Path source;

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void make_tree() throws Exception {
        root = Files.createDirectories(directory.resolve("the project"));
        bin = Files.createDirectories(directory.resolve("bin"));
        Files.copy(Path.of("../netbackends"), root.resolve("netbackends"));
        source = Files.createDirectories(root.resolve("spi/src/main/java")).resolve("A.java");
        Files.createDirectories(root.resolve("cli/src/main"));
        for (Path file : new Path[] {source, root.resolve("pom.xml"), root.resolve("spi/pom.xml")}) {
            Files.writeString(file, "");
        }
        command(
                "mvn",
                "echo mvn in $(pwd): \"$@\" > mvn.called; cat; echo '[INFO] Building netbackends SPI 1.0       [2/16]';"
                        + " mkdir -p cli/target/app");
        command("java", "echo java in $(pwd): \"$@\"; cat; exit 42");
    }

    @Test
    void builds_once_and_runs_where_the_user_is() throws Exception {
        Run first = run(root.resolve("netbackends"), "get", "a b");
        assertThat(first.exitCode).isEqualTo(42);
        assertThat(first.out)
                .isEqualTo("java in " + directory + ": -cp " + root
                        + "/cli/target/app/* io.netbackends.cli.Main get a b\n" + "input");
        assertThat(first.err)
                .contains("netbackends: building ...\n", "netbackends: building 2/16: netbackends SPI 1.0\n")
                .doesNotContain("[INFO]");
        assertThat(root.resolve("mvn.called"))
                .hasContent("mvn in " + root
                        + ": -B -ntp -T1C -Dstyle.color=never -Dmaven.test.skip=true -pl cli -am package");

        assertThat(run(root.resolve("netbackends")).err).isEmpty();
    }

    @Test
    void builds_again_when_something_has_changed() throws Exception {
        run(root.resolve("netbackends"));
        FileTime later = FileTime.from(Instant.now().plusSeconds(60));
        for (Path changed :
                new Path[] {source, root.resolve("pom.xml"), root.resolve("spi/pom.xml"), source.getParent()}) {
            Files.setLastModifiedTime(changed, later);
            assertThat(run(root.resolve("netbackends")).err)
                    .as(changed.toString())
                    .contains("building");
            Files.setLastModifiedTime(changed, FileTime.from(Instant.EPOCH));
            assertThat(run(root.resolve("netbackends")).err)
                    .as(changed.toString())
                    .isEmpty();
        }
    }

    /** The first script builds until the other one has printed its message. */
    @Test
    void builds_once_for_two_at_a_time() throws Exception {
        int noFlock = new ProcessBuilder("sh", "-c", "command -v flock").start().waitFor();
        assumeThat(noFlock).isZero();
        command(
                "mvn",
                "echo built >> builds; for i in $(seq 500); do"
                        + " grep -q waiting ../*.err && break; test $(grep -l building ../*.err | wc -l) = 2 && break;"
                        + " sleep 0.05; done; mkdir -p cli/target/app");
        Process first = start(root.resolve("netbackends"), "first");
        Process second = start(root.resolve("netbackends"), "second");
        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isEqualTo(42);
        assertThat(second.exitValue()).isEqualTo(42);
        assertThat(root.resolve("builds")).hasContent("built");
    }

    @Test
    void works_through_symbolic_links() throws Exception {
        Path relative = Files.createSymbolicLink(bin.resolve("second"), Path.of("../the project/netbackends"));
        Path absolute = Files.createSymbolicLink(directory.resolve("first"), relative);
        assertThat(run(absolute).out).contains("-cp " + root + "/cli/target/app/*");
    }

    @Test
    void says_so_when_the_build_fails_and_tries_again() throws Exception {
        command("mvn", "echo what went wrong; mkdir -p cli/target/app; exit 1");
        for (int i = 0; i < 2; i++) {
            Run run = run(root.resolve("netbackends"));
            assertThat(run.exitCode).isEqualTo(1);
            assertThat(run.out).isEmpty();
            assertThat(run.err).contains("what went wrong\n", "netbackends: the build has failed\n");
        }
    }

    /** With closed descriptors, Java would reuse their numbers for its own files, and then read from or write to those. */
    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1", "2", "01", "02", "12", "012"})
    void a_closed_descriptor_is_open_again_before_java_starts(String closed) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/fd")));
        run(root.resolve("netbackends")); // builds
        command(
                "java",
                "for i in 0 1 2; do it=$(readlink /proc/$$/fd/$i); echo \"$it\" >> \"$REPORT\"; done;"
                        + " echo output || echo fails >> \"$REPORT\"");
        Path report = directory.resolve("report");
        String redirections = closed.replace("0", " 0<&-").replace("1", " 1>&-").replace("2", " 2>&-");
        ProcessBuilder builder = new ProcessBuilder(
                "bash",
                "-c",
                "\"$0\"" + redirections,
                root.resolve("netbackends").toString());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("REPORT", report.toString());
        builder.environment().remove("JAVA_HOME");
        assertThat(builder.start().waitFor()).isZero();

        List<String> lines = Files.readAllLines(report);
        for (String descriptor : List.of("0", "1", "2")) {
            assertThat(lines.get(Integer.parseInt(descriptor)))
                    .as("descriptor " + descriptor)
                    .matches(closed.contains(descriptor) ? "/dev/null" : "pipe:.*");
        }
        assertThat(lines.contains("fails")).as("output is lost with an error").isEqualTo(closed.contains("1"));
    }

    /** In this locale, Java would support only ASCII file names. */
    @ParameterizedTest
    @CsvSource({"C,C.UTF-8", "POSIX,C.UTF-8", "'',C.UTF-8", "en_US.UTF-8,en_US.UTF-8"})
    void names_beyond_ascii_work_without_a_locale(String locale, String used) throws Exception {
        run(root.resolve("netbackends")); // builds
        command("java", "echo $LC_ALL");
        ProcessBuilder builder = new ProcessBuilder(
                "bash", "-c", "2>/dev/null \"$0\"", root.resolve("netbackends").toString());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("LC_ALL", locale);
        builder.environment().keySet().removeAll(List.of("LC_CTYPE", "LANG", "JAVA_HOME"));
        Process process = builder.start();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo(used + "\n");
    }

    private void command(String name, String script) throws Exception {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Run run(Path script, String... args) throws Exception {
        Process process = start(script, "one", args);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(directory.resolve("one.out"), UTF_8),
                Files.readString(directory.resolve("one.err"), UTF_8));
    }

    /** Returns the prefix of the two files with its output. */
    private Process start(Path script, String name, String... args) throws Exception {
        String[] command = new String[args.length + 2];
        command[0] = "bash";
        command[1] = script.toString();
        System.arraycopy(args, 0, command, 2, args.length);
        Path in = Files.writeString(directory.resolve("in"), "input");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(directory.resolve(name + ".out").toFile())
                .redirectError(directory.resolve(name + ".err").toFile());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().remove("JAVA_HOME");
        return builder.start();
    }
}
