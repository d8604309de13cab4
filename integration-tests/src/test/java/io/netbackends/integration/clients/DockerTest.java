// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.integration.NginxServer;
import io.netbackends.integration.Shared;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docker-java, which accepts no socket factory, with an nginx that responds like the daemon. */
class DockerTest extends ClientTest {
    @RegisterExtension
    static final Shared<NginxServer> NGINX = new Shared<>(NginxServer.class, NginxServer::new);

    @Override
    public ClientProgram program() {
        return new DockerProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + NGINX.get().plain.port()};
    }

    @Override
    public String[] plaintext() {
        return new String[] {"GET /version HTTP/1.1", "\"ApiVersion\":\"1.52\""};
    }

    @Test
    void reaches_the_daemons_unix_socket_by_a_route_of_the_agent() throws Exception {
        AgentJvm agent = AGENT.get();
        Files.createSymbolicLink(agent.routedSocket(), NGINX.get().plain.path());
        assertThat(agent.run(DockerProgram.class, "" + AgentJvm.ROUTED_PORT)).isEqualTo(platformsOutput());
    }
}
