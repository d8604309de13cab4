// SPDX-License-Identifier: Apache-2.0
package io.netbackends.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A program has the same output with and without the agent, and its traffic is in the recording. */
@TestInstance(Lifecycle.PER_CLASS)
class UnchangedProgramIT {
    private static final String PROGRAM = "io.netbackends.agent.program.AllParts";

    private final Path stores;
    private String expected = "";

    UnchangedProgramIT(@TempDir Path stores) {
        this.stores = stores;
    }

    @BeforeAll
    void runWithoutAgent() throws Exception {
        AgentJar.writeStores(stores);
        expected = run(AgentJar.withoutAgent()).out();
        assertThat(expected).contains("second factory:");
    }

    @Test
    void runsAlikeOverTheDefaultBackend() throws Exception {
        ChildJvm.Result result = run(AgentJar.withAgent(""));

        assertThat(result.out()).isEqualTo(expected);
        assertThat(result.err()).isEqualTo("netbackends agent: sockets of this JVM use socket, nothing is recorded\n");
    }

    @Test
    void runsAlikeAndIsRecordedInPlaintextToAFileOfTheOwnerAlone(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("all.txt");

        ChildJvm.Result result = run(AgentJar.withAgent("recording:nio,recording.file=" + file));

        assertThat(result.out()).isEqualTo(expected);
        assertThat(result.err())
                .isEqualTo("netbackends agent: sockets of this JVM use recording:nio, recorded to " + file
                        + ", credentials redacted\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains(">>> GET /page", ">>> GET /by-socket", ">>> GET /by-engine", "JRMI")
                .doesNotContain("c2VjcmV0");
    }

    private ChildJvm.Result run(ChildJvm child) throws Exception {
        return child.run(PROGRAM, stores.toString());
    }
}
