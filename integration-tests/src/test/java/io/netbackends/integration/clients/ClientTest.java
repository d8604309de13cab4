// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.integration.Shared;
import io.netbackends.integration.Tls;
import io.netbackends.integration.WithinDeadline;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each client must do that is hooked up to a backend, or to the agent. */
@ExtendWith(WithinDeadline.class)
abstract class ClientTest {
    @RegisterExtension
    static final Shared<AgentJvm> AGENT = new Shared<>(AgentJvm.class, AgentJvm::new);

    /** What the client does. */
    abstract ClientProgram program();

    /** Where the servers are. */
    abstract String[] arguments();

    /** What the client and the servers say, so that a recording must show it. */
    abstract String[] plaintext();

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio"})
    void does_the_same_as_over_the_platforms_sockets(String spec) throws Exception {
        assertThat(output(BackendSockets.over(spec))).isEqualTo(platformsOutput());
    }

    @Test
    void its_recording_shows_plaintext() throws Exception {
        try (SelectedRecording recording = new SelectedRecording()) {
            assertThat(output(BackendSockets.over("recording:nio"))).isEqualTo(platformsOutput());
            assertThat(recording.plaintext()).contains(plaintext());
        }
    }

    @Test
    void does_the_same_under_the_agent_which_records_plaintext() throws Exception {
        AgentJvm agent = AGENT.get();
        assertThat(agent.run(program().getClass(), arguments())).isEqualTo(platformsOutput());
        assertThat(agent.plaintext()).contains(plaintext());
    }

    /** Returns what the program prints, which must be something. */
    public final String output(Sockets sockets) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, UTF_8)) {
            program().run(sockets, out, arguments());
        }
        assertThat(bytes.size()).isPositive();
        return bytes.toString(UTF_8);
    }

    private String platformsOutput() throws Exception {
        return output(JvmSockets.trusting(Tls.PKI.certificate()));
    }
}
