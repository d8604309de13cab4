// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A MariaDB process, with a user {@code tester} whose password is {@code secret-of-tester}. */
public final class MariaDbServer implements Closeable {
    private static final String USER = System.getProperty("user.name");

    private final String install = Programs.require("mariadb-install-db", "mariadb-server");
    private final String mariadbd = Programs.require("mariadbd", "mariadb-server");
    private final ServerDirectory directory = new ServerDirectory();
    private final RunningProgram program;

    /** The certificate of the authority, for clients that require a file. */
    public final Path authority;

    public final Endpoint endpoint = new Endpoint(Ports.free(), directory.resolve("mariadb"));

    public MariaDbServer() throws IOException {
        authority = Tls.PKI.writePem(directory.path());
        Path data = Files.createDirectory(directory.resolve("data"));
        try (RunningProgram installation = RunningProgram.start(List.of(
                install,
                "--no-defaults",
                "--user=" + USER,
                "--datadir=" + data,
                "--skip-test-db",
                "--auth-root-authentication-method=normal",
                "--innodb-log-file-size=4M"))) {
            installation.awaitSuccess();
        }
        Path users = Files.writeString(directory.resolve("users.sql"), """
                CREATE DATABASE app;
                CREATE USER tester IDENTIFIED BY 'secret-of-tester';
                GRANT ALL ON app.* TO tester;
                CREATE USER tester@localhost IDENTIFIED BY 'secret-of-tester';
                GRANT ALL ON app.* TO tester@localhost;
                """);
        program = RunningProgram.start(List.of(
                mariadbd,
                "--no-defaults",
                "--user=" + USER,
                "--datadir=" + data,
                "--init-file=" + users,
                "--bind-address=127.0.0.1",
                "--port=" + endpoint.port(),
                "--socket=" + endpoint.path(),
                "--pid-file=" + directory.resolve("pid"),
                "--ssl-cert=" + Tls.SERVER.writeCertificateChainPem(directory.path()),
                "--ssl-key=" + Tls.SERVER.writeKeyPem(directory.path()),
                "--ssl-ca=" + authority,
                "--max-allowed-packet=128M",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-log-file-size=4M",
                "--innodb-buffer-pool-size=8M"));
        Ports.awaitListening(program, endpoint);
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            program.kill();
        }
    }
}
