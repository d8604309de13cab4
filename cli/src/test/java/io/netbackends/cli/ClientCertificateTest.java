// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that request a certificate, and files written by OpenSSL. */
class ClientCertificateTest {
    private static final TestPki PKI = TestPki.create();
    private static final Identity CLIENT = PKI.issue("client.test");
    private static final String ENCRYPTED = "-passout pass:open-sesame -aes256";

    @TempDir
    Path directory;

    @BeforeAll
    static void needs_openssl() {
        assumeTrue(isInstalled(), "the command openssl is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--cacert", "--insecure", "-Djavax.net.ssl.trustStore"})
    void a_key_store_of_the_jdks_properties_is_used(String trust) throws Exception {
        Path store = store(CLIENT, "changeit");
        String option = switch (trust) {
            case "--cacert" -> "--cacert=" + PKI.writePem(directory);
            case "--insecure" -> "--insecure";
            default -> "-Djavax.net.ssl.trustStore=" + store;
        };
        assertThat(get(
                        option,
                        "-Djavax.net.ssl.keyStore=" + store,
                        "-Djavax.net.ssl.keyStorePassword=changeit",
                        "-Djavax.net.ssl.trustStorePassword=changeit"))
                .isEqualTo("hello client.test");
    }

    @Test
    void a_key_store_that_cannot_be_used_is_named() throws Exception {
        Path missing = directory.resolve("missing.p12");
        fails("-Djavax.net.ssl.keyStore=" + missing)
                .failsWith(58, "javax.net.ssl.keyStore (" + missing + ") cannot be used: no such file or directory");
        Path store = store(CLIENT, "changeit");
        fails("-Djavax.net.ssl.keyStore=" + store, "-Djavax.net.ssl.keyStorePassword=wrong-one", "--insecure")
                .failsWith(58, "javax.net.ssl.keyStore (" + store + ") cannot be used: ", "password");
    }

    @ParameterizedTest
    @CsvSource({
        "EC,pkcs8 -topk8 -nocrypt,PRIVATE KEY,false",
        "EC,pkcs8 -topk8 -passout pass:open-sesame,ENCRYPTED PRIVATE KEY,true",
        "EC,pkcs8 -topk8 -passout pass:open-sesame -v2 aes-128-cbc -v2prf hmacWithSHA1,ENCRYPTED PRIVATE KEY,true",
        "EC,pkcs8 -topk8 -passout pass:open-sesame -scrypt,ENCRYPTED PRIVATE KEY,true",
        "EC,pkcs8 -topk8 -passout pass:open-sesame -v1 PBE-SHA1-3DES,ENCRYPTED PRIVATE KEY,true",
        "EC,ec,EC PRIVATE KEY,false",
        "EC," + "ec " + ENCRYPTED + ",EC PRIVATE KEY,true",
        "RSA,pkcs8 -topk8 -nocrypt,PRIVATE KEY,false",
        "RSA,rsa -traditional,RSA PRIVATE KEY,false",
        "RSA," + "rsa -traditional " + ENCRYPTED + ",RSA PRIVATE KEY,true",
        "ED25519,pkcs8 -topk8 -nocrypt,PRIVATE KEY,false",
    })
    void a_private_key_is_read_in_any_form(String type, String command, String label, boolean encrypted)
            throws Exception {
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("cert.pem");
        List<String> request =
                new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-subj", "/CN=client.test"));
        request.addAll(
                switch (type) {
                    case "EC" -> List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
                    case "RSA" -> List.of("-newkey", "rsa:2048");
                    default -> List.of("-newkey", "ed25519");
                });
        request.addAll(List.of("-keyout", key.toString(), "-out", certificate.toString()));
        run(request.toArray(new String[0]));
        Path converted = directory.resolve("converted.pem");
        run(("openssl " + command + " -in " + key + " -out " + converted).split(" "));
        assertThat(converted).content().contains("-----BEGIN " + label + "-----");

        String[] options = {"--cert=" + certificate, "--key=" + converted, encrypted ? "--pass=open-sesame" : "--debug"
        };
        assertThat(ClientCertificate.read(certificate, converted, encrypted ? "open-sesame" : null)
                        .getPrivateKey("client"))
                .isNotNull();
        if (encrypted) {
            fails(options[0], options[1])
                    .failsWith(58, "--key: file (" + converted + ") has a private key that is encr");
            fails(options[0], options[1], "--pass=wrong")
                    .failsWith(
                            58, "--key: file (" + converted + ") has a private key that cannot be decrypted: --pass");
        }
    }

    /** Neither the server's list of issuers nor the file contains the intermediate issuer. */
    @Test
    void a_certificate_is_shown_with_its_key_from_one_file_or_two() throws Exception {
        Path chain = CLIENT.writeCertificateChainPem(directory);
        Path key = CLIENT.writeKeyPem(directory);
        assertThat(get("--insecure", "--cert", chain.toString(), "--key", key.toString()))
                .isEqualTo("hello client.test");
        Path both = Files.writeString(directory.resolve("both.pem"), Files.readString(key) + Files.readString(chain));
        assertThat(get("--cacert", PKI.writePem(directory).toString(), "--cert", both.toString()))
                .isEqualTo("hello client.test");
    }

    @Test
    void a_certificate_is_shown_even_if_the_server_names_other_issuers() throws Exception {
        Identity other = TestPki.selfSigned("other.test");
        try (PlainServer server = PlainServer.listening()) {
            serve(server).toleratingIoFailures();
            Cli cli = Cli.run(
                    "get",
                    "--insecure",
                    "--cert=" + other.writeCertificateChainPem(directory),
                    "--key=" + other.writeKeyPem(directory),
                    "https://localhost:" + server.port() + "/");
            // The server rejects this certificate; without one, its message would be that one is required.
            assertThat(cli.exitCode()).isIn(35, 55, 56);
            assertThat(cli.err()).doesNotContain("certificate_required");
        }
    }

    @Test
    void says_what_is_wrong_with_a_file() throws Exception {
        Path chain = CLIENT.writeCertificateChainPem(directory);
        Path key = CLIENT.writeKeyPem(directory);
        Path missing = directory.resolve("missing.pem");
        fails("--cert=" + missing).failsWith(58, "--cert: file (" + missing + ") does not exist");
        fails("--cert=" + key).failsWith(58, "--cert: file (" + key + ") has no certificate in PEM format");
        fails("--cert=" + chain).failsWith(58, "--cert: file (" + chain + ") has 0 private keys", "--key FILE names");
        fails("--cert=" + chain, "--key=" + missing).failsWith(58, "--key: file (" + missing + ") does not exist");
        fails("--cert=" + chain, "--key=" + chain).failsWith(58, "--key: file (" + chain + ") has 0 private keys");
        Path others = PKI.issue("other").writeKeyPem(directory);
        fails("--cert=" + chain, "--key=" + others)
                .failsWith(
                        58, "--key: file (" + others + ") has a private key that does not belong to the certificate");
        Path cut = Files.writeString(
                directory.resolve("cut.pem"), Files.readString(key).substring(0, 60));
        fails("--cert=" + chain, "--key=" + cut)
                .failsWith(
                        58, "--key: file (" + cut + ") is truncated: a line \"-----END PRIVATE KEY-----\" is missing");
        Path garbage = Files.writeString(
                directory.resolve("garbage.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        fails("--cert=" + chain, "--key=" + garbage)
                .failsWith(58, "--key: file (" + garbage + ") has a private key that cannot be read: ");
    }

    private String get(String... options) throws Exception {
        try (PlainServer server = PlainServer.listening()) {
            serve(server);
            String[] args = new String[options.length + 2];
            args[0] = "get";
            System.arraycopy(options, 0, args, 1, options.length);
            args[args.length - 1] = "https://localhost:" + server.port() + "/";
            return Cli.run(args).succeeds().out();
        }
    }

    /** Greets the name in the client's certificate. */
    private static PlainServer serve(PlainServer server) {
        return server.serveTls(PKI.issue("localhost").serverContextTrusting(PKI), socket -> {
            SSLSocket tls = (SSLSocket) socket;
            tls.setNeedClientAuth(true);
            Http.readRequest(tls.getInputStream());
            String name = tls.getSession().getPeerPrincipal().getName().replaceFirst(".*CN=([^,]*).*", "$1");
            tls.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello " + name).getBytes(ISO_8859_1));
        });
    }

    /** Needs no server: the files are read first. */
    private static Cli fails(String... options) {
        String[] args = new String[options.length + 2];
        args[0] = "get";
        System.arraycopy(options, 0, args, 1, options.length);
        args[args.length - 1] = "https://does-not-exist.invalid/";
        return Cli.run(args);
    }

    private Path store(Identity identity, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "client",
                identity.privateKey(),
                password.toCharArray(),
                identity.chain().toArray(new Certificate[0]));
        store.setCertificateEntry("authority", PKI.certificate());
        Path file = directory.resolve("store.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    private static boolean isInstalled() {
        try {
            run("openssl", "version");
            return true;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
