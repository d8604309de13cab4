// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.integration.MariaDbServer;
import io.netbackends.integration.Shared;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MariaDB's driver, with parameters of its URL. */
class MariaDbTest extends ClientTest implements HookedClient, WritesWithoutEnd, HasReadTimeout {
    @RegisterExtension
    static final Shared<MariaDbServer> MARIADB = new Shared<>(MariaDbServer.class, MariaDbServer::new);

    @Override
    public ClientProgram program() {
        return new MariaDbProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + port(), MARIADB.get().authority.toString()};
    }

    @Override
    public String[] plaintext() {
        return SqlProgram.PLAINTEXT;
    }

    @Override
    public int port() {
        return MARIADB.get().endpoint.port();
    }

    @Override
    public void writeWithoutEnd(Sockets sockets, int port) throws Exception {
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection =
                        MariaDbProgram.connect(sockets, "" + port, MariaDbProgram.trusting(arguments()[1]))) {
            SqlProgram.writeWithoutEnd(connection);
        }
    }

    /** The MariaDB server itself is slow here, since the driver needs a server to connect. */
    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws Exception {
        Properties properties = MariaDbProgram.trusting(arguments()[1]);
        properties.setProperty("socketTimeout", "" + timeout.toMillis());
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection = MariaDbProgram.connect(sockets, "" + port(), properties);
                PreparedStatement sleep = connection.prepareStatement("SELECT SLEEP(5)")) {
            SqlProgram.first(sleep);
        }
    }

    @Test
    void a_route_leads_to_the_unix_socket() throws Exception {
        System.setProperty(
                "netbackends.unixsocket.routes",
                "localhost:3306=" + MARIADB.get().endpoint.path());
        Properties properties = new Properties();
        properties.setProperty("sslMode", "disable");
        try (Connection connection =
                        MariaDbProgram.connect(BackendSockets.over("unixsocket:socket"), "3306", properties);
                PreparedStatement host = connection.prepareStatement("SELECT USER()")) {
            assertThat(SqlProgram.first(host).getString(1)).isEqualTo("tester@localhost");
        } finally {
            System.clearProperty("netbackends.unixsocket.routes");
        }
    }
}
