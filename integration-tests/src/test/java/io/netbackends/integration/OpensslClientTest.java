// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS servers of this project, with {@code openssl s_client} as their client. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class OpensslClientTest {
    @Parameter
    Backend backend;

    private final BlockingQueue<NetworkStreamInterface> streams = new LinkedBlockingQueue<>();
    private ServerDirectory directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = new ServerDirectory();
    }

    @AfterEach
    void removeDirectory() throws IOException {
        directory.close();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, -tls1_2", "TLSv1.3, -tls1_3"})
    void both_sides_agree_on_version_cipher_name_and_protocol(String version, String option) throws Exception {
        try (OurServer server = new OurServer(backend, stream -> {
                    SSLEngine engine = Tls.server(Tls.SERVER.serverContext());
                    SSLParameters parameters = engine.getSSLParameters();
                    parameters.setApplicationProtocols(new String[] {"smtp", "imap"});
                    engine.setSSLParameters(parameters);
                    stream.startTls(engine);
                    streams.add(stream);
                    echoLines(stream);
                });
                RunningProgram client =
                        OpensslClient.start(server.endpoint(), directory, option, "-alpn", "pop3,imap,smtp")) {
            NetworkStreamInterface stream = streams.poll(30, TimeUnit.SECONDS);
            ExtendedSSLSession session = (ExtendedSSLSession) Tls.session(stream);
            assertThat(session.getProtocol()).isEqualTo(version);
            assertThat(session.getRequestedServerNames()).containsExactly(new SNIHostName("localhost"));
            assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT).orElseThrow().getApplicationProtocol())
                    .isEqualTo("smtp");
            client.type("hello\n");
            client.awaitOutput("echo: hello$");
            client.type("Q\n"); // sends close_notify
            assertThat(client.awaitSuccess())
                    .asString()
                    .contains("\nNew, " + version + ", Cipher is " + Tls.opensslName(session) + "\n")
                    .contains("\nALPN protocol: smtp\n", "\nVerification: OK\n");
            server.awaitHandled();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void large_data_goes_both_ways(String option) throws Exception {
        byte[] up = Payload.random(Payload.LARGE);
        byte[] down = Payload.random(Payload.LARGE + 1);
        try (OurServer server = new OurServer(backend, stream -> {
                    stream.startTls(Tls.server(Tls.SERVER.serverContext()));
                    assertThat(stream.inputStream().readNBytes(up.length)).isEqualTo(up);
                    stream.write(down);
                });
                RunningProgram client = OpensslClient.startForData(server.endpoint(), directory, option)) {
            client.type(up);
            assertThat(client.awaitSuccess()).isEqualTo(down);
            server.awaitHandled();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, -tls1_2", "TLSv1.3, -tls1_3"})
    void a_second_connection_resumes_the_session(String version, String option) throws Exception {
        SSLContext context = Tls.SERVER.serverContext();
        String file = directory.resolve("session").toString();
        try (OurServer server = new OurServer(backend, stream -> {
            stream.startTls(Tls.server(context));
            echoLines(stream);
        })) {
            try (RunningProgram client = OpensslClient.start(server.endpoint(), directory, option, "-sess_out", file)) {
                client.type("hello\n");
                client.awaitOutput("echo: hello$"); // and before it, the session ticket
                client.type("Q\n");
                assertThat(client.awaitSuccess()).asString().contains("\nNew, " + version + ", Cipher is ");
            }
            try (RunningProgram client = OpensslClient.start(server.endpoint(), directory, option, "-sess_in", file)) {
                client.type("again\n");
                client.awaitOutput("echo: again$");
                client.type("Q\n");
                assertThat(client.awaitSuccess()).asString().contains("\nReused, " + version + ", Cipher is ");
            }
            server.awaitHandled();
            server.awaitHandled();
        }
    }

    /** "k" updates the client's keys, "K" also requests an update of the server's, "R" renegotiates. */
    @ParameterizedTest
    @CsvSource({"k, -tls1_3, KEYUPDATE", "K, -tls1_3, KEYUPDATE", "R, -tls1_2, RENEGOTIATING"})
    void data_goes_on_over_key_updates_and_renegotiations(String command, String option, String said) throws Exception {
        try (OurServer server = new OurServer(backend, stream -> {
                    stream.startTls(Tls.server(Tls.SERVER.serverContext()));
                    echoLines(stream);
                });
                RunningProgram client = OpensslClient.start(server.endpoint(), directory, option)) {
            for (int i = 1; i <= 3; i++) {
                client.type("line " + i + "\n");
                client.awaitOutput("(?s)echo: line " + i + "$");
                client.type(command + "\n");
                client.awaitOutput("(?s)echo: line " + i + "$.*^" + said + "$");
            }
            client.type("end\n");
            client.awaitOutput("echo: end$");
            client.type("Q\n");
            server.awaitHandled();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void a_client_certificate_is_wanted(String option) throws Exception {
        try (OurServer server = new OurServer(backend, stream -> {
            SSLEngine engine = Tls.server(Tls.SERVER.serverContextTrusting(Tls.PKI));
            engine.setNeedClientAuth(true);
            stream.startTls(engine);
            String name = Tls.session(stream).getPeerPrincipal().getName();
            stream.write(("hello " + name).getBytes(ISO_8859_1));
        })) {
            String[] certificate = {
                option,
                "-cert",
                Tls.CLIENT.writeCertificateChainPem(directory.path()).toString(),
                "-key",
                Tls.CLIENT.writeKeyPem(directory.path()).toString()
            };
            try (RunningProgram client = OpensslClient.startForData(server.endpoint(), directory, certificate)) {
                assertThat(client.awaitSuccess()).asString().isEqualTo("hello CN=client.test");
                server.awaitHandled();
            }
            try (RunningProgram client = OpensslClient.start(server.endpoint(), directory, option)) {
                assertThat(server.awaitFailure()).isInstanceOf(SSLException.class);
                client.awaitOutput("alert"); // the client got the reason
            }
        }
    }

    /**
     * In TLS 1.3, OpenSSL sends the alert in plaintext, where the JDK's engine expects ciphertext, so the reason is lost.
     */
    @ParameterizedTest
    @CsvSource({"-tls1_2, unknown_ca", "-tls1_3, start TLS with"})
    void a_client_that_does_not_trust_us_says_so(String option, String reason) throws Exception {
        String stranger = TestPki.create().writePem(directory.path()).toString();
        try (OurServer server =
                        new OurServer(backend, stream -> stream.startTls(Tls.server(Tls.SERVER.serverContext())));
                RunningProgram client =
                        OpensslClient.start(server.endpoint(), directory, option, "-CAfile", stranger)) {
            assertThat(server.awaitFailure()).isInstanceOf(SSLException.class).hasMessageContaining(reason);
            assertThat(client.awaitExit()).isNotZero();
        }
    }

    @Test
    void a_client_that_is_killed_leaves_an_error() throws Exception {
        try (OurServer server = new OurServer(backend, stream -> {
                    stream.startTls(Tls.server(Tls.SERVER.serverContext()));
                    echoLines(stream);
                });
                RunningProgram client = OpensslClient.start(server.endpoint(), directory)) {
            client.type("hello\n");
            client.awaitOutput("echo: hello$");
            client.kill();
            assertThat(server.awaitFailure())
                    .isExactlyInstanceOf(SSLException.class)
                    .hasMessageContaining("without a TLS close_notify");
        }
    }

    private static void echoLines(NetworkStreamInterface stream) throws IOException {
        for (String line = Lines.read(stream); line != null; line = Lines.read(stream)) {
            Lines.write(stream, "echo: " + line);
        }
    }
}
