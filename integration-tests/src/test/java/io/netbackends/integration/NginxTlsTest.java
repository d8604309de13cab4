// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS with nginx, which uses OpenSSL. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.netbackends.integration.Backend#all")
@ExtendWith(WithinDeadline.class)
class NginxTlsTest {
    @RegisterExtension
    static final Shared<NginxServer> SHARED = new Shared<>(NginxServer.class, NginxServer::new);

    @Parameter
    Backend backend;

    private NginxServer nginx;

    @BeforeEach
    void start() {
        nginx = SHARED.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void both_sides_agree_on_version_cipher_name_and_protocol(String version) throws IOException {
        try (NetworkStreamInterface stream = connect(version, Tls.PKI.trusting(), "spdy/3", "http/1.1")) {
            SSLSession session = Tls.session(stream);
            assertThat(new Http(stream).get("/tls").text())
                    .isEqualTo(version + " " + Tls.opensslName(session) + " localhost .");
            assertThat(session.getProtocol()).isEqualTo(version);
            assertThat(session.getPeerPrincipal().getName()).isEqualTo("CN=localhost");
            assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT).orElseThrow().getApplicationProtocol())
                    .isEqualTo("http/1.1");
        }
        try (NetworkStreamInterface stream = connect(version, Tls.PKI.trusting(), "h2", "http/1.1")) {
            assertThat(stream.getExtraInfo(ExtraInfo.SSL_OBJECT).orElseThrow().getApplicationProtocol())
                    .isEqualTo("h2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void downloads_up_to_close_notify_and_uploads(String version) throws IOException {
        byte[] data = Payload.random(Payload.LARGE);
        try (NetworkStreamInterface stream = connect(version, Tls.PKI.trusting())) {
            String name = "up/tls-" + version + backend.spec().replace(':', '-');
            assertThat(new Http(stream).put("/" + name, data).statusLine()).isEqualTo("HTTP/1.1 201 Created");
            assertThat(Files.readAllBytes(nginx.file(name))).isEqualTo(data);
            stream.write(Http.head("GET /large", "Connection: close"));
            assertThat(stream.inputStream().readAllBytes()).endsWith(data);
            assertThat(stream.read()).as("end of stream, again").isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_second_connection_resumes_the_session(String version) throws IOException {
        SSLContext context = Tls.PKI.trusting();
        for (String reused : new String[] {" .", " r"}) {
            try (NetworkStreamInterface stream = connect(version, context)) {
                assertThat(new Http(stream).get("/tls").text()).endsWith(" localhost" + reused);
            }
        }
    }

    @Test
    void shows_a_client_certificate() throws IOException {
        SSLContext context = Tls.PKI.trustingWith(Tls.CLIENT);
        try (NetworkStreamInterface stream = backend.connect(nginx.mutual)) {
            stream.startTls(context, "localhost");
            assertThat(new Http(stream).get("/client").text()).isEqualTo("SUCCESS CN=client.test");
        }
        try (NetworkStreamInterface stream = backend.connect(nginx.mutual)) {
            stream.startTls(Tls.PKI.trusting(), "localhost");
            Http.Answer answer = new Http(stream).get("/client");
            assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 400 Bad Request");
            assertThat(answer.text()).contains("No required SSL certificate was sent");
        }
    }

    @Test
    void refuses_a_server_of_another_name_or_of_an_unknown_authority() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(nginx.tls13)) {
            assertThatThrownBy(() -> stream.startTls(Tls.PKI.trusting(), "other.test"))
                    .isExactlyInstanceOf(SSLHandshakeException.class)
                    .hasMessageContainingAll(backend.nameOf(nginx.tls13), "other.test");
            assertThat(stream.isOpen()).isFalse();
        }
        try (NetworkStreamInterface stream = backend.connect(nginx.tls12)) {
            assertThatThrownBy(() -> stream.startTls(TestPki.create().trusting(), "localhost"))
                    .isExactlyInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining(backend.nameOf(nginx.tls12));
        }
    }

    @Test
    void tls_with_a_server_that_does_not_speak_it_fails() throws IOException {
        try (NetworkStreamInterface stream = backend.connect(nginx.plain)) {
            assertThatThrownBy(() -> stream.startTls(Tls.PKI.trusting(), "localhost"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContainingAll(backend.nameOf(nginx.plain), "does not speak TLS");
        }
    }

    private NetworkStreamInterface connect(String version, SSLContext context, String... protocols) throws IOException {
        NetworkStreamInterface stream = backend.connect(version.equals("TLSv1.2") ? nginx.tls12 : nginx.tls13);
        stream.startTls(Tls.client(context, version, protocols));
        return stream;
    }
}
