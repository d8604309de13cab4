// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** PostgreSQL over its UNIX-domain socket. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#unix")
@ExtendWith(WithinDeadline.class)
class PostgresUnixTest {
    @RegisterExtension
    static final Shared<PostgresServer> SHARED = new Shared<>(PostgresServer.class, PostgresServer::new);

    @Parameter
    Backend backend;

    private PostgresServer server;

    @BeforeEach
    void start() {
        server = SHARED.get();
    }

    @Test
    void unix_sockets_tell_each_side_who_the_other_is() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(server.endpoint)) {
            stream.write(Postgres.request(Postgres.SSL_REQUEST));
            assertThat(stream.read()).containsExactly('N');
            // accepted, because the kernel identifies the user
            assertThat(kinds(new Postgres(stream).start("tester"))).matches("RS+KZ");
            assertThat(stream.getExtraInfo(ExtraInfo.PEER_CREDENTIALS)
                            .orElseThrow()
                            .user()
                            .getName())
                    .isEqualTo(PostgresServer.OWNER);
        }
        try (NetworkStreamInterface stream = backend.connect(server.endpoint)) {
            Postgres postgres = new Postgres(stream);
            stream.write(Postgres.request(3 << 16, "user\0somebody\0\0".getBytes(UTF_8)));
            assertThat(postgres.message().field('M')).contains("Peer authentication failed");
        }
    }

    private static String kinds(List<Postgres.Message> messages) {
        StringBuilder kinds = new StringBuilder();
        messages.forEach(message -> kinds.append(message.kind()));
        return kinds.toString();
    }
}
