// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Payload;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** pgjdbc over TLS: queries, large values, notifications, and a cancelled query. The argument is the port. */
public final class PgJdbcProgram implements ClientProgram {
    static final String[] PLAINTEXT = {"user\0tester\0", "SELECT 'hello ' ||", "hello PostgreSQL", "NOTIFY news"};

    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws Exception {
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection = connect(sockets, arguments[0])) {
            query(connection, out);
            largeValue(connection, out);
            notification(connection, out);
        }
    }

    /** Connects like a program that takes its URL from a configuration. */
    static Connection connect(Sockets sockets, String port) throws SQLException {
        Properties properties = properties(sockets);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty(
                "sslfactory",
                sockets.spec().isPresent()
                        ? "io.netbackends.javanet.NetworkSSLSocketFactory"
                        : "org.postgresql.ssl.DefaultJavaSSLFactory");
        return connect("localhost:" + port, properties);
    }

    static Properties properties(Sockets sockets) {
        Properties properties = new Properties();
        properties.setProperty("user", "tester");
        sockets.spec().ifPresent(spec -> {
            properties.setProperty("socketFactory", "io.netbackends.javanet.NetworkSocketFactory");
            properties.setProperty("socketFactoryArg", spec);
        });
        return properties;
    }

    static Connection connect(String server, Properties properties) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + server + "/postgres", properties);
    }

    private static void query(Connection connection, PrintStream out) throws SQLException {
        try (PreparedStatement hello = connection.prepareStatement("SELECT 'hello ' || ?")) {
            hello.setString(1, "PostgreSQL");
            out.println(first(hello.executeQuery()));
        }
    }

    private static void largeValue(Connection connection, PrintStream out) throws SQLException {
        byte[] value = Payload.random(Payload.LARGE);
        try (PreparedStatement echo = connection.prepareStatement("SELECT ?::bytea")) {
            echo.setBytes(1, value);
            ResultSet results = echo.executeQuery();
            results.next();
            out.println(Payload.describe(results.getBytes(1)));
        }
    }

    private static void notification(Connection connection, PrintStream out) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN news");
            statement.execute("NOTIFY news, 'it rains'");
            for (PGNotification news : connection.unwrap(PGConnection.class).getNotifications(10_000)) {
                out.println(news.getName() + ": " + news.getParameter());
            }
        }
    }

    private static String first(ResultSet results) throws SQLException {
        results.next();
        return results.getString(1);
    }
}
