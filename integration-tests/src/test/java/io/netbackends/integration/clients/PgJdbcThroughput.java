// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.PostgresServer;
import io.netbackends.integration.Tls;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Measures the number of {@code SELECT 1} per second of pgjdbc over TLS, alternately with the platform's sockets and over
 * {@code nio}, with new connections for each round. Prints both medians and their ratio.
 */
final class PgJdbcThroughput {
    private static final int TURNS = 21;
    private static final int STATEMENTS = 4000;

    private PgJdbcThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Sockets platform = JvmSockets.trusting(Tls.PKI.certificate());
        Sockets nio = BackendSockets.over("nio");
        double[] ofPlatform = new double[TURNS];
        double[] ofNio = new double[TURNS];
        try (PostgresServer server = new PostgresServer()) {
            String port = "" + server.endpoint.port();
            perSecond(platform, port);
            perSecond(nio, port);
            for (int i = 0; i < TURNS; i++) {
                ofPlatform[i] = perSecond(platform, port);
                ofNio[i] = perSecond(nio, port);
            }
        }
        System.out.printf(
                "platform %.0f/s, nio %.0f/s, ratio %.3f%n",
                median(ofPlatform), median(ofNio), median(ofNio) / median(ofPlatform));
    }

    private static double perSecond(Sockets sockets, String port) throws Exception {
        try (DefaultContext trusted = new DefaultContext(sockets);
                Connection connection = PgJdbcProgram.connect(sockets, port);
                PreparedStatement one = connection.prepareStatement("SELECT 1")) {
            select(one, STATEMENTS / 10);
            long start = System.nanoTime();
            select(one, STATEMENTS);
            return STATEMENTS * 1e9 / (System.nanoTime() - start);
        }
    }

    private static void select(PreparedStatement one, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            try (ResultSet result = one.executeQuery()) {
                result.next();
            }
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
