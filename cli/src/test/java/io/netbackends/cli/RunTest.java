// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line of the started program. Scripts that print it replace the program, and any file the agent. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class RunTest {
    @TempDir
    Path directory;

    private Path agent;
    private Path java;
    private Path script;
    private Path told;

    @BeforeEach
    void write_programs() throws Exception {
        agent = Files.createFile(directory.resolve("agent.jar"));
        told = directory.resolve("told");
        String tell = "for i in \"$@\" ${JAVA_TOOL_OPTIONS:+\"$JAVA_TOOL_OPTIONS\"}; do echo \"$i\" >> '" + told
                + "'; done; exit 42";
        java = program("java", tell);
        script = program("gradlew", tell);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | recording",
                "--backend nio | nio",
                "--backend recording:nio | recording:nio",
                "--record @/x.pcapng | recording,recording.file=@/x.pcapng",
                "--record @/x.txt --backend nio | recording:nio,recording.file=@/x.txt",
                "--record @/x.txt --backend faults:recording | faults:recording,recording.file=@/x.txt",
                "-Dnetbackends.backend=nio | nio",
                "-Dnetbackends.recording.hosts=a,b -Dother=c | recording,recording.hosts=a,b",
            })
    void java_is_started_with_the_agent_and_its_exit_code_is_kept(String options, String arguments) throws Exception {
        assertThat(run(options, "--", java, "-jar", "app.jar", "--record")).isEqualTo(42);
        assertThat(told)
                .hasContent("-javaagent:" + agent + "=" + arguments.replace("@", directory.toString())
                        + "\n-jar\napp.jar\n--record\n");
    }

    @Test
    void what_follows_the_program_is_its_own_without_dashes_too() throws Exception {
        assertThat(run("", java, "--backend", "--", "x")).isEqualTo(42);
        assertThat(told).hasContent("-javaagent:" + agent + "=recording\n--backend\n--\nx\n");
    }

    @Test
    void other_programs_get_the_agent_by_the_environment() throws Exception {
        assertThat(run("", script, "build")).isEqualTo(42);
        assertThat(told).hasContent("build\n-javaagent:" + agent + "=recording");
    }

    @Test
    void spaces_are_quoted_in_the_environment() throws Exception {
        assertThat(run("--record", "", "@/a b.txt", script)).isEqualTo(42);
        assertThat(told).hasContent("'-javaagent:" + agent + "=recording,recording.file=" + directory + "/a b.txt'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --agent @/agent.jar @/none | 127 | @/none",
                "run --agent @/agent.jar @/agent.jar | 126 | Permission denied",
                "run --agent @/none.jar @/java | 1 | --agent (@/none.jar) must be a readable file",
                "run @/java | 1 | is not in its usual place: name it with --agent",
                "run --agent @/agent.jar --backend nope @/java | 2 | backend \"nope\" is not installed",
                "run --agent @/agent.jar --record @/x.har @/java | 2 | --record: file (@/x.har)",
                "run --agent @/agent.jar --record @/a,b=c.txt @/java | 2 | --record (@/a,b=c.txt) must have no equals sign",
                "run | 2 | Missing required parameter: 'COMMAND'",
                "run --timeout 3 java | 2 | option --timeout does not apply to the command run",
            })
    void what_cannot_be_started_is_one_line(String commandLine, int exitCode, String message) {
        String place = directory.toString();
        Cli.run(commandLine.replace("@", place).split(" ")).failsWith(exitCode, message.replace("@", place));
        assertThat(told).doesNotExist();
    }

    /** Waits as long as the child needs. */
    @Test
    void program_is_told_to_end_when_the_command_is() throws Exception {
        Path ready = directory.resolve("ready");
        program(
                "java",
                "trap 'echo ended > \"" + told + "\"; exit 5' TERM; echo > '" + ready
                        + "'; while true; do sleep 0.1; done");
        Process command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "--agent",
                        agent.toString(),
                        java.toString())
                .redirectErrorStream(true)
                .start();
        try {
            awaitFile(ready, command);
            command.destroy();
            assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue()).isEqualTo(5);
            assertThat(told).hasContent("ended");
        } finally {
            command.destroyForcibly();
        }
    }

    private static void awaitFile(Path file, Process process) {
        long begin = System.currentTimeMillis();
        while (!Files.exists(file) && process.isAlive() && System.currentTimeMillis() - begin < 60_000) {
            Thread.onSpinWait();
        }
        assertThat(file).exists();
    }

    /** Splits the options at spaces. */
    private int run(String options, Object... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--agent", agent.toString()));
        arguments.addAll(List.of(options.split(" ")));
        for (Object argument : more) {
            arguments.add(argument.toString());
        }
        arguments.removeIf(String::isEmpty);
        return Cli.run(arguments.stream()
                        .map(argument -> argument.replace("@", directory.toString()))
                        .toArray(String[]::new))
                .exitCode();
    }

    private Path program(String name, String text) throws Exception {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
