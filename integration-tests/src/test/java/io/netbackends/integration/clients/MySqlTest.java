// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.MariaDbServer;
import io.netbackends.integration.Shared;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MySQL Connector/J, with {@link MySqlSockets}. */
class MySqlTest extends ClientTest implements HookedClient, WritesWithoutEnd, HasReadTimeout {
    @RegisterExtension
    static final Shared<MariaDbServer> MARIADB = new Shared<>(MariaDbServer.class, MariaDbServer::new);

    @Override
    public ClientProgram program() {
        return new MySqlProgram();
    }

    @Override
    public String[] arguments() {
        return new String[] {"" + port()};
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
                Connection connection = MySqlProgram.connect(sockets, "" + port, new Properties())) {
            SqlProgram.writeWithoutEnd(connection);
        }
    }

    /** The server itself is slow here, since the driver needs a server to connect. */
    @Override
    public void readWithTimeout(Sockets sockets, int port, Duration timeout) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("socketTimeout", "" + timeout.toMillis());
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection = MySqlProgram.connect(sockets, "" + port(), properties);
                PreparedStatement sleep = connection.prepareStatement("SELECT SLEEP(5)")) {
            SqlProgram.first(sleep);
        }
    }
}
