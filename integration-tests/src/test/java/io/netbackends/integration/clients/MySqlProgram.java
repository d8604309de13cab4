// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** MySQL Connector/J over TLS. The argument is the port. */
public final class MySqlProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws Exception {
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection = connect(sockets, arguments[0], new Properties())) {
            SqlProgram.run(connection, out);
        }
    }

    static Connection connect(Sockets sockets, String port, Properties more) throws SQLException {
        Properties properties = new Properties();
        more.forEach(properties::put);
        properties.setProperty("user", "tester");
        properties.setProperty("password", "secret-of-tester");
        properties.setProperty("fallbackToSystemTrustStore", "true");
        properties.setProperty("sslMode", sockets.spec().isPresent() ? "REQUIRED" : "VERIFY_IDENTITY");
        if (sockets.spec().isPresent()) {
            System.setProperty("netbackends.backend", sockets.spec().get());
            properties.setProperty("socketFactory", MySqlSockets.class.getName());
        } else if (System.getProperty("javax.net.ssl.trustStore") == null) {
            properties.setProperty(
                    "sslMode",
                    "REQUIRED"); // it accepts no SSLContext, and this JVM does not trust the tests' authority
        }
        try {
            return DriverManager.getConnection("jdbc:mysql://localhost:" + port + "/app", properties);
        } finally {
            System.clearProperty("netbackends.backend");
        }
    }
}
