// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import io.netbackends.integration.Endpoint;
import io.netbackends.integration.Ports;
import io.netbackends.integration.Programs;
import io.netbackends.integration.RunningProgram;
import io.netbackends.integration.ServerDirectory;
import io.netbackends.integration.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An OpenLDAP process with an empty directory. It runs as the user of the tests. */
final class LdapServer implements Closeable {
    static final String SUFFIX = "dc=test";
    static final String ADMIN = "cn=admin," + SUFFIX;
    static final String PASSWORD = "ldap-secret";

    private final String slapd = Programs.require("slapd", "slapd");
    private final String openssl = Programs.require("openssl", "openssl");
    private final ServerDirectory directory = new ServerDirectory();
    private final RunningProgram program;

    /** The port for plaintext and StartTLS. */
    final Endpoint plain = new Endpoint(Ports.free(), null);

    final Endpoint tls = new Endpoint(Ports.free(), null);

    LdapServer() throws IOException {
        Files.createDirectory(directory.resolve("data"));
        Path config = Files.writeString(directory.resolve("slapd.conf"), config());
        program = RunningProgram.start(List.of(
                slapd,
                "-d",
                "none", // with 0, it would run in the background
                "-f",
                config.toString(),
                "-h",
                "ldap://127.0.0.1:" + plain.port() + " ldaps://127.0.0.1:" + tls.port()));
        Ports.awaitListening(program, plain, tls);
    }

    private String config() throws IOException {
        return """
                include /etc/ldap/schema/core.schema
                TLSCertificateFile %s
                TLSCertificateKeyFile %s
                sockbuf_max_incoming_auth 67108864
                database ldif
                suffix "%s"
                rootdn "%s"
                rootpw %s
                directory %s
                """.formatted(
                        Tls.SERVER.writeCertificateChainPem(directory.path()),
                        tlsKey(),
                        SUFFIX,
                        ADMIN,
                        PASSWORD,
                        directory.resolve("data"));
    }

    /** GnuTLS, which Debian's slapd uses, reads an elliptic-curve key only if it contains the public key. */
    private Path tlsKey() throws IOException {
        Path key = directory.resolve("key.pem");
        try (RunningProgram conversion = RunningProgram.start(List.of(
                openssl, "ec", "-in", Tls.SERVER.writeKeyPem(directory.path()).toString(), "-out", key.toString()))) {
            conversion.awaitSuccess();
        }
        return key;
    }

    @Override
    public void close() throws IOException {
        try (directory) {
            program.close();
        }
    }
}
