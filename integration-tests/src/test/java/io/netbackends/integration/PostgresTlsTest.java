// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL over TCP, with TLS that starts in the middle of a connection. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#tcp")
@ExtendWith(WithinDeadline.class)
class PostgresTlsTest {
    @RegisterExtension
    static final Shared<PostgresServer> SHARED = new Shared<>(PostgresServer.class, PostgresServer::new);

    @Parameter
    Backend backend;

    private PostgresServer server;

    @BeforeEach
    void start() {
        server = SHARED.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tls_starts_in_place(String version) throws IOException {
        try (NetworkStreamInterface stream = backend.connect(server.endpoint)) {
            stream.write(Postgres.request(Postgres.SSL_REQUEST));
            assertThat(stream.read()).as("the answer, with nothing after it").containsExactly('S');
            stream.startTls(Tls.client(Tls.PKI.trusting(), version));
            SSLSession session = Tls.session(stream);
            Postgres postgres = new Postgres(stream);
            assertThat(kinds(postgres.start("tester"))).matches("RS+KZ");
            assertThat(postgres.query("SELECT ssl || ' ' || version || ' ' || cipher FROM pg_stat_ssl"
                            + " WHERE pid = pg_backend_pid()"))
                    .isEqualTo("true " + version + " " + Tls.opensslName(session));
        }
    }

    @Test
    void a_server_of_another_name_is_refused() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(server.endpoint)) {
            stream.write(Postgres.request(Postgres.SSL_REQUEST));
            assertThat(stream.read(1)).containsExactly('S');
            assertThatThrownBy(() -> stream.startTls(Tls.PKI.trusting(), "other.test"))
                    .isExactlyInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining(backend.nameOf(server.endpoint));
            assertThat(stream.isOpen()).isFalse();
        }
    }

    @Test
    void without_tls_tcp_is_turned_away() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(server.endpoint)) {
            Postgres postgres = new Postgres(stream);
            stream.write(Postgres.request(3 << 16, "user\0tester\0\0".getBytes(UTF_8)));
            assertThat(postgres.message().field('M')).contains("no pg_hba.conf entry", "no encryption");
            assertThat(stream.read()).isEmpty();
        }
    }

    private static String kinds(List<Postgres.Message> messages) {
        StringBuilder kinds = new StringBuilder();
        messages.forEach(message -> kinds.append(message.kind()));
        return kinds.toString();
    }
}
