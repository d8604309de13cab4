// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections of this project as seen by {@code openssl s_server}. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class OpensslServerTest {
    @Parameter
    Backend backend;

    @ParameterizedTest
    @CsvSource({"TLSv1.2, -tls1_2", "TLSv1.3, -tls1_3"})
    void the_status_page_shows_our_connection(String version, String option) throws IOException {
        try (OpensslServer server = new OpensslServer(backend, "-www", option)) {
            SSLContext context = Tls.PKI.trusting();
            for (String kind : new String[] {"New", "Reused"}) {
                try (NetworkStreamInterface stream = backend.connect(server.endpoint())) {
                    stream.startTls(Tls.client(context, version));
                    SSLSession session = Tls.session(stream);
                    stream.write(Http.head("GET /"));
                    String page = new String(stream.inputStream().readAllBytes(), ISO_8859_1);
                    assertThat(page)
                            .startsWith("HTTP/1.0 200 ok\r\n")
                            .contains("\n" + kind + ", " + version + ", Cipher is " + Tls.opensslName(session) + "\n")
                            .contains("Protocol  : " + version)
                            .endsWith("</BODY></HTML>\r\n\r\n");
                    assertThat(stream.read()).as("end of stream, again").isEmpty();
                }
            }
        }
    }

    @Test
    void the_server_chooses_the_protocol() throws IOException {
        try (OpensslServer server = new OpensslServer(backend, "-alpn", "postgresql,http/1.1", "-rev");
                NetworkStreamInterface stream = backend.connect(server.endpoint())) {
            stream.startTls(Tls.client(Tls.PKI.trusting(), "TLSv1.3", "http/1.1", "postgresql"));
            assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT).orElseThrow().getApplicationProtocol())
                    .isEqualTo("postgresql");
            stream.write("abc\n".getBytes(ISO_8859_1));
            assertThat(stream.read()).asString().isEqualTo("cba\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void a_client_certificate_is_wanted(String version) throws IOException {
        try (OpensslServer server = new OpensslServer(backend, "-www", "-Verify", "1", "-verify_return_error")) {
            try (NetworkStreamInterface stream = backend.connect(server.endpoint())) {
                stream.startTls(Tls.client(Tls.PKI.trustingWith(Tls.CLIENT), version));
                stream.write(Http.head("GET /"));
                String page = new String(stream.inputStream().readAllBytes(), ISO_8859_1);
                assertThat(page).contains("Client certificate").containsPattern("Subject: CN ?= ?client\\.test");
            }
            try (NetworkStreamInterface stream = backend.connect(server.endpoint())) {
                assertThatThrownBy(() -> {
                            stream.startTls(Tls.client(Tls.PKI.trusting(), version));
                            stream.read(); // in TLS 1.3, the handshake ends before the server sees the certificate
                        })
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining(backend.nameOf(server.endpoint()))
                        .hasMessageContaining(version.equals("TLSv1.2") ? "handshake_failure" : "certificate_required");
            }
        }
    }

    @Test
    void versions_that_do_not_meet_fail_the_handshake() throws IOException {
        try (OpensslServer server = new OpensslServer(backend, "-www", "-tls1_2");
                NetworkStreamInterface stream = backend.connect(server.endpoint())) {
            assertThatThrownBy(() -> stream.startTls(Tls.client(Tls.PKI.trusting(), "TLSv1.3")))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContainingAll(backend.nameOf(server.endpoint()), "protocol_version");
            assertThat(stream.isOpen()).isFalse();
        }
    }
}
