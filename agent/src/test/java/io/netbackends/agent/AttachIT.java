// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import io.netbackends.testsupport.Jars;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attaching the agent to a running JVM. */
class AttachIT {
    @Test
    void connectionsThatAreOpenedFromNowOnAreRecorded(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("attached.txt");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Jars.of(AttachIT.class).toString(),
                        "io.netbackends.agent.program.AttachedProgram")
                .redirectError(dir.resolve("err").toFile())
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8))) {
            assertThat(out.readLine()).isEqualTo("running");
            VirtualMachine machine = VirtualMachine.attach(Long.toString(program.pid()));
            try {
                machine.loadAgent(AgentJar.FILE.toString(), "recording:nio,recording.fil=" + file);
                assertThat(machine.getSystemProperties().getProperty(NetworkAgent.STATE))
                        .startsWith("off: ")
                        .contains("recording.fil");
                machine.loadAgent(AgentJar.FILE.toString(), "recording:nio,recording.file=" + file);
                assertThat(machine.getSystemProperties().getProperty(NetworkAgent.STATE))
                        .isEqualTo("on: recording:nio");
                machine.loadAgent(AgentJar.FILE.toString(), "nio");
            } finally {
                machine.detach();
            }
            program.getOutputStream().close();

            assertThat(out.lines().collect(Collectors.toList())).containsExactly("before", "after");
            assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            program.destroyForcibly();
        }
        assertThat(Files.readString(file)).contains(">>> after").doesNotContain("before");
        assertThat(Files.readString(dir.resolve("err")))
                .contains("recorded to " + file)
                .contains("already in use, over recording:nio");
    }
}
