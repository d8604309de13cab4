// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions of PostgreSQL, encrypted over TCP. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class PostgresTest {
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
    void large_values_go_both_ways() throws IOException {
        String text = HexFormat.of().formatHex(Payload.random(Payload.LARGE / 2));
        try (NetworkStreamInterface stream = backend.connect(server.endpoint)) {
            Postgres postgres = session(stream);
            assertThat(postgres.query("SELECT md5('" + text + "')")).isEqualTo(Payload.md5(text.getBytes(UTF_8)));
            assertThat(postgres.query("SELECT '" + text + "'")).isEqualTo(text);
        }
    }

    @Test
    void a_query_that_takes_too_long_can_be_cancelled_and_the_connection_used_again() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(server.endpoint)) {
            Postgres postgres = startTlsIfTcp(stream);
            byte[] key = postgres.start("tester").stream()
                    .filter(message -> message.kind() == 'K')
                    .findFirst()
                    .orElseThrow()
                    .body();
            postgres.send("SELECT pg_sleep(60)");
            try (Timeout moment = Timeout.after(Duration.ofMillis(200))) {
                assertThatThrownBy(postgres::message).isExactlyInstanceOf(NetworkTimeoutException.class);
            }
            try (NetworkStreamInterface other = backend.connect(server.endpoint)) {
                startTlsIfTcp(other);
                other.write(Postgres.request(Postgres.CANCEL_REQUEST, key));
                assertThat(other.read()).as("the server just closes").isEmpty();
            }
            List<Postgres.Message> messages = postgres.untilReady();
            assertThat(kinds(messages)).endsWith("EZ");
            assertThat(messages.get(messages.size() - 2).field('C')).isEqualTo("57014"); // query_canceled
            assertThat(postgres.query("SELECT 6 * 7")).isEqualTo("42");
        }
    }

    @Test
    void a_session_that_is_terminated_ends_in_order() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(server.endpoint);
                NetworkStreamInterface other = backend.connect(server.endpoint)) {
            Postgres postgres = session(stream);
            String pid = postgres.query("SELECT pg_backend_pid()");
            assertThat(session(other).query("SELECT pg_terminate_backend(" + pid + ")"))
                    .isEqualTo("t");
            assertThat(postgres.message().field('C')).isEqualTo("57P01"); // admin_shutdown
            assertThat(stream.read()).isEmpty();
        }
    }

    private Postgres session(NetworkStreamInterface stream) throws IOException {
        Postgres postgres = startTlsIfTcp(stream);
        assertThat(kinds(postgres.start("tester"))).matches("RS+KZ");
        return postgres;
    }

    private Postgres startTlsIfTcp(NetworkStreamInterface stream) throws IOException {
        if (!backend.isUnix()) {
            stream.write(Postgres.request(Postgres.SSL_REQUEST));
            assertThat(stream.read(1)).containsExactly('S');
            stream.startTls(Tls.PKI.trusting(), "localhost");
        }
        return new Postgres(stream);
    }

    private static String kinds(List<Postgres.Message> messages) {
        StringBuilder kinds = new StringBuilder();
        messages.forEach(message -> kinds.append(message.kind()));
        return kinds.toString();
    }
}
