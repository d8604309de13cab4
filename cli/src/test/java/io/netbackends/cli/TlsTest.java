// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final TestPki PKI = TestPki.create();
    private static final TestPki OTHER_PKI = TestPki.create();
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void a_certificate_of_the_given_authority_is_trusted(String host) throws Exception {
        try (PlainServer peer = serving(PKI.issue("localhost", "127.0.0.1"))) {
            Cli cli = get(peer, host, "--cacert", PKI.writePem(directory).toString());
            assertThat(cli.succeeds().out()).isEqualTo("ok");
        }
    }

    @Test
    void one_of_several_authorities_in_a_file_is_enough() throws Exception {
        Path both = directory.resolve("both.pem");
        Files.writeString(
                both,
                "Some text.\n" + Files.readString(OTHER_PKI.writePem(directory)) + "# more\n"
                        + Files.readString(OTHER_PKI.issue("x").writeKeyPem(directory))
                        + Files.readString(PKI.writePem(directory)) + "The end.\n");
        try (PlainServer peer = serving(PKI.issue("localhost"))) {
            get(peer, "localhost", "--cacert", both.toString()).succeeds();
        }
    }

    @Test
    void the_jdks_authorities_do_not_vouch_for_ours() throws Exception {
        try (PlainServer peer = serving(PKI.issue("localhost"))) {
            get(peer, "localhost").failsWith(60, where(peer) + ": certificate is not trusted: unable to find valid");
        }
    }

    @Test
    void another_authority_is_not_trusted() throws Exception {
        try (PlainServer peer = serving(PKI.issue("localhost"))) {
            get(peer, "localhost", "--cacert", OTHER_PKI.writePem(directory).toString())
                    .failsWith(60, where(peer) + ": certificate is not trusted: ");
        }
    }

    @Test
    void a_self_signed_certificate_is_not_trusted_unless_it_is_given() throws Exception {
        Identity identity = TestPki.selfSigned("localhost");
        try (PlainServer peer = serving(identity)) {
            get(peer, "localhost").failsWith(60, where(peer) + ": certificate is not trusted: ");
            get(
                            peer,
                            "localhost",
                            "--cacert",
                            identity.writeCertificateChainPem(directory).toString())
                    .succeeds();
        }
    }

    @Test
    void a_certificate_for_another_name_is_not_trusted() throws Exception {
        try (PlainServer peer = serving(PKI.issue("other.example"))) {
            get(peer, "localhost", "--cacert", PKI.writePem(directory).toString())
                    .failsWith(60, where(peer) + ": certificate is for another name: ", "localhost");
            Cli.run("get", "--cacert", PKI.writePem(directory).toString(), "https://127.0.0.1:" + peer.port() + "/")
                    .failsWith(60, "127.0.0.1:" + peer.port() + ": certificate is for another name: ");
        }
    }

    @Test
    void an_expired_certificate_is_not_trusted() throws Exception {
        try (PlainServer peer = serving(PKI.issueExpired("localhost"))) {
            get(peer, "localhost", "--cacert", PKI.writePem(directory).toString())
                    .failsWith(60, where(peer) + ": certificate has expired (NotAfter: ");
        }
    }

    @Test
    void insecure_trusts_anybody_for_any_name() throws Exception {
        for (Identity identity : new Identity[] {
            TestPki.selfSigned("other.example"), PKI.issueExpired("localhost"), PKI.issue("other.example")
        }) {
            try (PlainServer peer = serving(identity)) {
                assertThat(get(peer, "localhost", "--insecure").succeeds().out())
                        .isEqualTo("ok");
            }
        }
    }

    @Test
    void a_server_that_does_not_speak_tls_fails_the_handshake() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()))
                    .toleratingIoFailures();
            get(peer, "localhost").failsWith(35, where(peer) + ": TLS handshake failed: ");
        }
    }

    @Test
    void a_server_that_closes_fails_the_handshake() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(socket -> socket.getInputStream().read());
            get(peer, "localhost").failsWith(35, where(peer) + ": TLS handshake failed: ");
        }
    }

    @Test
    void a_server_without_a_cipher_in_common_fails_the_handshake() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serveTls(PKI.issue("localhost").serverContext(), socket -> {
                        SSLSocket tls = (SSLSocket) socket;
                        tls.setEnabledProtocols(new String[] {"TLSv1.2"});
                        // needs an RSA key, which this server does not have
                        tls.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
                        socket.getInputStream().read();
                    })
                    .toleratingIoFailures();
            get(
                            peer,
                            "localhost",
                            "-Djdk.tls.client.protocols=TLSv1.2",
                            "--cacert",
                            PKI.writePem(directory).toString())
                    .failsWith(35, where(peer) + ": TLS handshake failed: ");
        }
    }

    @Test
    void a_body_without_close_notify_is_cut_short() throws Exception {
        try (PlainServer peer = PlainServer.listening()) {
            peer.serve(raw -> {
                SSLSocket tls = (SSLSocket) PKI.issue("localhost")
                        .serverContext()
                        .getSocketFactory()
                        .createSocket(raw, null, false);
                Http.respond("HTTP/1.1 200 OK\r\n\r\nmaybe not all").run(tls);
                raw.shutdownOutput();
                raw.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            });
            Cli cli = get(peer, "localhost", "--cacert", PKI.writePem(directory).toString());
            cli.failsWith(56, where(peer) + ": receiving failed: ", "close_notify");
            assertThat(cli.out()).isEqualTo("maybe not all");
        }
    }

    @Test
    void the_file_of_cacert_must_have_a_certificate() throws Exception {
        Path missing = directory.resolve("missing.pem");
        get443("--cacert", missing.toString()).failsWith(77, "--cacert: file (" + missing + ") does not exist");
        get443("--cacert", directory.toString()).failsWith(77, "--cacert: file (" + directory + ") is a directory");

        Path text = Files.writeString(directory.resolve("text.pem"), "no certificate");
        get443("--cacert", text.toString()).failsWith(77, "(" + text + ") has no certificate in PEM format");

        Path key = PKI.issue("localhost").writeKeyPem(directory);
        get443("--cacert", key.toString()).failsWith(77, "(" + key + ") has no certificate in PEM format");

        Path broken = Files.writeString(
                directory.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        get443("--cacert", broken.toString()).failsWith(77, "(" + broken + ") has a certificate that cannot be read");
    }

    @Test
    void certificates_under_the_names_that_openssl_gives_them_are_trusted() throws Exception {
        Path plain = PKI.writePem(directory);
        Path old = Files.writeString(
                directory.resolve("old.pem"), Files.readString(plain).replace(" CERTIFICATE", " X509 CERTIFICATE"));
        try (PlainServer peer = serving(PKI.issue("localhost"))) {
            get(peer, "localhost", "--cacert", old.toString()).succeeds();
            get(peer, "localhost", "--cacert", trusted(plain).toString()).succeeds();
            get(
                            peer,
                            "localhost",
                            "--cacert",
                            trusted(plain, "-addtrust", "serverAuth").toString())
                    .succeeds();
        }
        for (String purpose : new String[] {"-addreject serverAuth", "-addtrust clientAuth"}) {
            Path file = trusted(plain, purpose.split(" "));
            get443("--cacert", file.toString()).failsWith(77, "(" + file + ") has no certificate");
        }
    }

    private Path trusted(Path certificate, String... purposes) throws Exception {
        Path file = directory.resolve("trusted.pem");
        List<String> command = new ArrayList<>(List.of("openssl", "x509", "-trustout", "-in", certificate.toString()));
        command.addAll(List.of("-out", file.toString()));
        command.addAll(List.of(purposes));
        Process process;
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            Assumptions.abort("openssl is not installed: " + e.getMessage());
            throw e;
        }
        assertThat(process.waitFor()).isZero();
        assertThat(file).content().contains("BEGIN TRUSTED CERTIFICATE");
        return file;
    }

    @Test
    void a_file_of_cacert_that_is_cut_off_is_refused() throws Exception {
        String one = Files.readString(PKI.writePem(directory));
        String two = one + one;
        Path file = directory.resolve("cut.pem");
        for (int length : new int[] {one.length() + 5, one.length() + 20, one.length() + 100, two.length() - 3}) {
            Files.writeString(file, two.substring(0, length));
            get443("--cacert", file.toString()).failsWith(77, "(" + file + ") is truncated: ");
        }
    }

    private static PlainServer serving(Identity identity) throws Exception {
        return PlainServer.listening()
                .serveTls(identity.serverContext(), Http.respond(RESPONSE))
                .toleratingIoFailures();
    }

    private static Cli get(PlainServer peer, String host, String... options) {
        return Cli.run(args(options, "https://" + host + ":" + peer.port() + "/"));
    }

    /** A bad file is detected before any connection is made, so this needs no server. */
    private static Cli get443(String... options) {
        return Cli.run(args(options, "https://does-not-exist.invalid/"));
    }

    private static String[] args(String[] options, String url) {
        String[] args = new String[options.length + 2];
        args[0] = "get";
        System.arraycopy(options, 0, args, 1, options.length);
        args[args.length - 1] = url;
        return args;
    }

    private static String where(PlainServer peer) {
        return "localhost:" + peer.port();
    }
}
