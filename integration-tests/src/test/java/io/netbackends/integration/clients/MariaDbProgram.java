// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** MariaDB's driver over TLS. The arguments are the port, and the file of the authority. */
public final class MariaDbProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws Exception {
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection = connect(sockets, arguments[0], trusting(arguments[1]))) {
            SqlProgram.run(connection, out);
        }
    }

    static Properties trusting(String authority) {
        Properties properties = new Properties();
        properties.setProperty("serverSslCert", authority);
        return properties;
    }

    /** Connects like a program that takes its URL from a configuration, and its backend from a system property. */
    static Connection connect(Sockets sockets, String port, Properties more) throws SQLException {
        Properties properties = new Properties();
        more.forEach(properties::put);
        properties.setProperty("user", "tester");
        properties.setProperty("password", "secret-of-tester");
        properties.putIfAbsent("sslMode", "verify-full");
        if (sockets.spec().isPresent()) {
            System.setProperty("netbackends.backend", sockets.spec().get());
            properties.setProperty("socketFactory", "io.netbackends.javanet.NetworkSocketFactory");
            properties.setProperty("tlsSocketType", "netbackends");
        }
        try {
            return DriverManager.getConnection("jdbc:mariadb://localhost:" + port + "/app", properties);
        } finally {
            System.clearProperty("netbackends.backend");
        }
    }
}
