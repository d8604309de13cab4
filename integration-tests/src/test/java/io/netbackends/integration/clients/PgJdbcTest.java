// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.integration.PostgresServer;
import io.netbackends.integration.Shared;
import io.netbackends.testsupport.Background;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** pgjdbc, with parameters of its URL. */
class PgJdbcTest extends ClientTest implements HookedClient, Replayable, WritesWithoutEnd, HasReadTimeout {
    @RegisterExtension
    static final Shared<PostgresServer> POSTGRES = new Shared<>(PostgresServer.class, PostgresServer::new);

    @Override
    public ClientProgram program() {
        return new PgJdbcProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + port()};
    }

    @Override
    public String[] plaintext() {
        return PgJdbcProgram.PLAINTEXT;
    }

    @Override
    public int port() {
        return POSTGRES.get().endpoint.port();
    }

    @Override
    public void writeWithoutEnd(Sockets sockets, int port) throws Exception {
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection = PgJdbcProgram.connect(sockets, "" + port);
                PreparedStatement statement = connection.prepareStatement("SELECT length(?)")) {
            statement.setBytes(1, new byte[64 << 20]);
            statement.executeQuery();
        }
    }

    /** The PostgreSQL server itself is slow here, since the driver needs a server to connect. */
    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws Exception {
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection = PgJdbcProgram.connect(sockets, "" + port());
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
            statement.execute("SELECT pg_sleep(5)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "nio", "recording:nio"})
    void a_query_is_cancelled_by_a_connection_of_its_own_and_the_first_goes_on(String spec) throws Exception {
        Sockets sockets = BackendSockets.over(spec);
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection = PgJdbcProgram.connect(sockets, "" + port());
                Statement statement = connection.createStatement()) {
            Background<Boolean> sleeping = Background.run(() -> statement.execute("SELECT pg_sleep(60)"));
            awaitSleep(sockets);
            statement.cancel();
            assertThatThrownBy(sleeping::get)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    private void awaitSleep(Sockets sockets) throws SQLException {
        try (Connection connection = PgJdbcProgram.connect(sockets, "" + port());
                Statement statement = connection.createStatement()) {
            boolean found = false;
            while (!found) {
                ResultSet active = statement.executeQuery(
                        "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = 'SELECT pg_sleep(60)'");
                found = active.next();
            }
        }
    }

    @Test
    void a_route_leads_to_the_unix_socket() throws Exception {
        System.setProperty(
                "netbackends.unixsocket.routes",
                "db.test:5432=" + POSTGRES.get().endpoint.path());
        try {
            Properties properties = PgJdbcProgram.properties(BackendSockets.over("unixsocket:socket"));
            properties.setProperty("sslmode", "disable");
            try (Connection connection = PgJdbcProgram.connect("db.test:5432", properties);
                    Statement statement = connection.createStatement();
                    ResultSet peer = statement.executeQuery("SELECT inet_client_addr() IS NULL")) {
                assertThat(peer.next()).isTrue();
                assertThat(peer.getBoolean(1)).isTrue();
            }
        } finally {
            System.clearProperty("netbackends.unixsocket.routes");
        }
    }
}
