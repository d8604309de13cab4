// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.Timeout;
import io.netbackends.testsupport.ChildJvm;
import io.netbackends.testsupport.Jars;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The start of the agent, before the program begins. */
class StartIT {
    private static final String DEADLINE_PROGRAM = "io.netbackends.agent.program.DeadlineProgram";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nioo | backend \"nioo\" is not installed (did you mean \"nio\"?)",
                "nio,file=x | option \"file\" must be BACKEND.SETTING=VALUE, such as recording.file=out.pcapng",
                "nio,recording.file=x | option \"recording.file\" must be a setting of a backend in use (nio) or of javanet",
                "recording:nio,recording.fil=x | did you mean netbackends.recording.file?",
            })
    void badOptionsAreOneLineAndTheProgramGoesOn(String arguments, String reason) throws Exception {
        ChildJvm.Result result = AgentJar.withAgent(arguments).run("io.netbackends.agent.program.Nothing");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
                .hasLineCount(1)
                .startsWith("netbackends agent: ")
                .contains(reason)
                .endsWith("; the program continues without the agent\n");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_23) // later ones have no security manager
    void aSecurityManagerThatForbidsItAllIsNoFailureOfTheProgram() throws Exception {
        ChildJvm.Result result = AgentJar.withAgent("nio")
                .property("java.security.manager", "")
                .run("io.netbackends.agent.program.Nothing");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err())
                .contains(
                        "netbackends agent: backend \"nio\" could not be created: java.security.AccessControlException")
                .contains("; the program continues without the agent");
    }

    @Test
    void loggingIsLeftToTheProgram() throws Exception {
        ChildJvm.Result result = AgentJar.withAgent("recording:nio")
                .property("java.util.logging.manager", "one.that.is.not.There")
                .jvmArgs("-Xlog:class+load")
                .run("io.netbackends.agent.program.Nothing");

        assertThat(result.out()).contains("io.netbackends.agent.NetworkAgent ").doesNotContain("LogManager");
        assertThat(result.err()).hasLineCount(1);
    }

    @Test
    void deadlinesOfTheProgramBoundItsSockets() throws Exception {
        ChildJvm.Result result = AgentJar.withAgent("").run(DEADLINE_PROGRAM);

        assertThat(result.out())
                .contains("write: io.netbackends.NetworkTimeoutException")
                .contains(AgentJar.FILE.getFileName().toString());
    }

    @Test
    void noClassIsThereTwiceForAProgramThatBringsTheJarsItself() throws Exception {
        Path own = Jars.of(Timeout.class);

        ChildJvm.Result result = ChildJvm.classPath(List.of(Jars.of(StartIT.class), own))
                .jvmArgs("-javaagent:" + AgentJar.FILE)
                .run(DEADLINE_PROGRAM);

        assertThat(result.out())
                .contains("write: io.netbackends.NetworkTimeoutException")
                .contains(own.toString());
    }
}
