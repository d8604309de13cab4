// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Payload;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Statements for MariaDB, through any driver. */
final class SqlProgram {
    static final String[] PLAINTEXT = {"tester", "SELECT CONCAT('hello ',", "hello MariaDB"};

    private SqlProgram() {}

    static void run(Connection connection, PrintStream out) throws SQLException {
        try (PreparedStatement hello = connection.prepareStatement("SELECT CONCAT('hello ', ?)")) {
            hello.setString(1, "MariaDB");
            out.println(first(hello).getString(1));
        }
        try (PreparedStatement echo = connection.prepareStatement("SELECT ?")) {
            echo.setBytes(1, Payload.random(Payload.LARGE));
            out.println(Payload.describe(first(echo).getBytes(1)));
        }
    }

    /** Sends more than the buffers hold. */
    static void writeWithoutEnd(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT LENGTH(?)")) {
            statement.setBytes(1, new byte[24 << 20]);
            first(statement);
        }
    }

    static ResultSet first(PreparedStatement statement) throws SQLException {
        ResultSet results = statement.executeQuery();
        results.next();
        return results;
    }
}
