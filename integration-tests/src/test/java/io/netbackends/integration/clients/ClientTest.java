// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.integration.Shared;
import io.netbackends.integration.WithinDeadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The tests for every client, whether or not it can be configured to use a backend. The interfaces of this package add tests
 * for features that only some clients have.
 */
@ExtendWith(WithinDeadline.class)
abstract class ClientTest implements Client {
    @RegisterExtension
    static final Shared<AgentJvm> AGENT = new Shared<>(AgentJvm.class, AgentJvm::new);

    @Test
    void does_the_same_under_the_agent_which_records_plaintext() throws Exception {
        AgentJvm agent = AGENT.get();
        assertThat(agent.run(program().getClass(), arguments())).isEqualTo(platformsOutput());
        assertThat(agent.plaintext()).contains(plaintext());
    }
}
