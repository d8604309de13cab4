// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Jars;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uses a fake agent that only reports the state of the real one. */
class AttachTest {
    private static final String AGENT = """
            public class Agent {
                public static void agentmain(String arguments) {
                    System.setProperty("netbackends.agent.state",
                            arguments.startsWith("nope") ? "off: backend \\"nope\\" is not installed" : "on: " + arguments);
                }
            }
            """;

    private static final String PROGRAM = """
            public class Program {
                public static void main(String[] args) throws Exception {
                    System.out.println("ready");
                    System.in.read();
                }
            }
            """;

    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void end() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void running_jvm_gets_the_agent_once() throws Exception {
        long pid = startJvm();
        Path file = directory.resolve("x.pcapng");
        assertThat(attach(pid, "nope")
                        .failsWith(1, "process " + pid, "continues without the agent")
                        .err())
                .contains(": backend \"nope\" is not installed");
        assertThat(attach(pid, "nio", "--record", file.toString(), "-Dnetbackends.recording.redact=off")
                        .succeeds()
                        .out())
                .isEqualTo("attached: new connections of process " + pid + " use recording:nio,recording.file=" + file
                        + ",recording.redact=off\n");
        attach(pid).failsWith(1, "process " + pid + " already has the agent, over recording:nio,");
    }

    @Test
    void jvm_that_refuses_agents_is_left_alone() throws Exception {
        long pid = startJvm("-XX:+DisableAttachMechanism");
        attach(pid).failsWith(1, "process " + pid + " was started with -XX:+DisableAttachMechanism");
        assertThat(started.get(0).isAlive()).isTrue();
    }

    @Test
    void jar_that_is_no_agent_is_an_error() throws Exception {
        long pid = startJvm();
        Path jar = Jars.build(directory.resolve("no-agent.jar"), Map.of(), Map.of("a", ""), List.of());
        Cli.run("attach", "--agent", jar.toString(), Long.toString(pid)).failsWith(1, "cannot load the agent");
    }

    /** The signal by which the JDK attaches would kill this process. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no cat")
    void process_that_is_no_jvm_is_left_alone() throws Exception {
        Process cat = new ProcessBuilder("cat").start();
        started.add(cat);
        attach(cat.pid()).failsWith(1, "process " + cat.pid() + " is not a JVM");
        assertThat(cat.isAlive()).isTrue();
    }

    @Test
    void this_command_and_nothing_are_no_target() throws Exception {
        long own = ProcessHandle.current().pid();
        attach(own).failsWith(1, "process " + own + " is this command itself");
        attach(Long.MAX_VALUE).failsWith(1, "process " + Long.MAX_VALUE + " does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attach | Missing required parameter: 'PID'",
                "attach x | 'x' is not a long",
                "attach 1 a b | unexpected argument: b",
                "attach --backend=a 1 | option --backend does not apply to the command attach",
                "attach --record x.har 1 | --record: file (x.har)",
            })
    void wrong_usage_is_one_line(String commandLine, String message) {
        Cli.run(commandLine.split(" ")).failsWith(2, message);
    }

    private Cli attach(long pid, String... more) throws Exception {
        Path agent = Jars.build(
                directory.resolve("agent.jar"),
                Map.of("Agent.java", AGENT),
                Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nAgent-Class: Agent\n"),
                List.of());
        List<String> arguments = new ArrayList<>(List.of("attach", "--agent", agent.toString(), Long.toString(pid)));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(new String[0]));
    }

    private long startJvm(String... options) throws Exception {
        Path program =
                Jars.build(directory.resolve("program.jar"), Map.of("Program.java", PROGRAM), Map.of(), List.of());
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1", "-XX:+EnableDynamicAgentLoading", "-cp", program.toString(), "Program"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        assertThat(out.readLine()).isEqualTo("ready");
        return process.pid();
    }
}
