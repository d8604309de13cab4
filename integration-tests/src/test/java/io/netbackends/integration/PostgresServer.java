// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL process with a new cluster. Since it does not run as root, it runs as {@code postgres} if the tests run as
 * root. TCP connections are trusted. Its UNIX-domain socket accepts only the user of the tests, identified by the kernel.
 */
public final class PostgresServer implements Closeable {
    private static final String TEST_USER = System.getProperty("user.name");

    /** The operating system user of the server. */
    static final String OWNER = TEST_USER.equals("root") ? "postgres" : TEST_USER;

    private final String initdb = Programs.requirePostgresql("initdb");
    private final String postgres = Programs.requirePostgresql("postgres");
    private final ServerDirectory directory = new ServerDirectory();
    private final RunningProgram program;

    public final Endpoint endpoint;

    public PostgresServer() throws IOException {
        int port = Ports.free();
        endpoint = new Endpoint(port, directory.resolve("socket/.s.PGSQL." + port));
        Path sockets = owned(Files.createDirectory(directory.resolve("socket")));
        Path data = owned(Files.createDirectory(directory.resolve("data")));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        try (RunningProgram init = run(
                initdb,
                "-D" + data,
                "--username=tester",
                "--no-sync",
                "--no-instructions",
                "--encoding=UTF8",
                "--locale=C")) {
            init.awaitSuccess();
        }
        Files.writeString(
                data.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\nlocal all all peer map=tests\n");
        Files.writeString(data.resolve("pg_ident.conf"), "tests \"" + TEST_USER + "\" tester\n");
        program = run(postgres, settings(port, sockets, data));
        program.awaitOutput("database system is ready to accept connections");
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            program.close();
        }
    }

    private String[] settings(int port, Path sockets, Path data) throws IOException {
        return new String[] {
            "-D" + data,
            "-cport=" + port,
            "-clisten_addresses=127.0.0.1",
            "-cunix_socket_directories=" + sockets,
            "-cssl=on",
            "-cssl_cert_file=" + owned(Tls.SERVER.writeCertificateChainPem(directory.path())),
            "-cssl_key_file=" + owned(Tls.SERVER.writeKeyPem(directory.path())),
            "-cfsync=off",
            "-cautovacuum=off"
        };
    }

    private static RunningProgram run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (!OWNER.equals(TEST_USER)) {
            String setpriv = Programs.require("setpriv", "util-linux");
            command.addAll(List.of(setpriv, "--reuid=" + OWNER, "--regid=" + OWNER, "--clear-groups", "--"));
        }
        command.add(program);
        command.addAll(List.of(arguments));
        return RunningProgram.start(command);
    }

    private static Path owned(Path path) throws IOException {
        UserPrincipal owner =
                path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER);
        return Files.setOwner(path, owner);
    }
}
