// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.PlainServer;
import io.netbackends.testsupport.TestPki;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Javadoc of SSLSocket and SSLSocketFactory as tests, for the platform's sockets and those of this project. */
class SSLSocketTest {
    private static final TestPki PKI = TestPki.create();
    private static final Identity SERVER = PKI.issue("localhost");
    private static final SSLContext SERVER_CONTEXT = SERVER.serverContext();
    private static final String[] TLS_1_2 = {"TLSv1.2"};

    @ParameterizedTest
    @EnumSource
    void firstWriteHandshakes(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, PlainServer.echo());
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            client.getOutputStream().write("hello".getBytes(US_ASCII));
            assertThat(client.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes(US_ASCII));
            X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
            assertThat(shown).isEqualTo(SERVER.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource
    void getSessionHandshakes(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, PlainServer.echo());
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            assertThat(client.getApplicationProtocol()).isNull();
            assertThat(client.getSession().isValid()).isTrue();
            assertThat(client.getSession().getPeerHost()).isEqualTo("localhost");
            assertThat(client.getApplicationProtocol()).isEmpty();
            assertThat(client.getHandshakeSession()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void failedHandshakeGivesNullSessionAndClosedSocket(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening()
                        .serveTls(SERVER_CONTEXT, PlainServer.echo())
                        .toleratingIoFailures();
                SSLSocket client = kind.connect(TestPki.create().trusting(), server.address())) {
            SSLSession session = client.getSession();
            assertThat(session.getCipherSuite()).isEqualTo("SSL_NULL_WITH_NULL_NULL");
            assertThat(session.isValid()).isFalse();
            assertThat(client.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void untrustedServerFailsAsJsseSays(TlsSocketKind kind) throws Exception {
        SSLContext trustsAnother = TestPki.create().trusting();
        assertThat(describe(untrusted(kind, trustsAnother)))
                .isEqualTo(describe(untrusted(TlsSocketKind.PLATFORM, trustsAnother)));
    }

    private static Throwable untrusted(TlsSocketKind kind, SSLContext context) throws IOException {
        try (PlainServer server = PlainServer.listening()
                        .serveTls(SERVER_CONTEXT, PlainServer.echo())
                        .toleratingIoFailures();
                SSLSocket client = kind.connect(context, server.address())) {
            return catchThrowable(client::startHandshake);
        }
    }

    private static List<Object> describe(Throwable failure) {
        return List.of(
                failure.getClass(),
                failure.getMessage(),
                failure.getCause().getClass(),
                failure.getCause().getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void verifiesTheNameIfAsked(TlsSocketKind kind) throws Exception {
        SSLContext other = PKI.issue("other.test").serverContext();
        try (PlainServer server = PlainServer.listening()
                        .serveTls(other, PlainServer.echo())
                        .toleratingIoFailures();
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            client.setSSLParameters(parameters);
            assertThatThrownBy(client::startHandshake)
                    .isExactlyInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("matching localhost found");
        }
    }

    @ParameterizedTest
    @EnumSource
    void negotiatesProtocolAndServerName(TlsSocketKind kind) throws Exception {
        BlockingQueue<Object> names = new ArrayBlockingQueue<>(1);
        PlainServer.Script script = socket -> {
            SSLSocket tls = (SSLSocket) socket;
            tls.setHandshakeApplicationProtocolSelector((unused, offered) -> offered.get(1));
            names.add(((ExtendedSSLSession) tls.getSession()).getRequestedServerNames());
            PlainServer.echo().run(tls);
        };
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, script);
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            SSLParameters parameters = client.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            parameters.setServerNames(List.of(new SNIHostName("localhost")));
            client.setSSLParameters(parameters);
            client.startHandshake();
            assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(names.poll(10, TimeUnit.SECONDS)).isEqualTo(List.of(new SNIHostName("localhost")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void resumesTheSession(TlsSocketKind kind) throws Exception {
        SSLContext context = PKI.trusting();
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, PlainServer.echo())) {
            assertThat(sessionId(kind, context, server)).isEqualTo(sessionId(kind, context, server));
        }
    }

    private static byte[] sessionId(TlsSocketKind kind, SSLContext context, PlainServer server) throws IOException {
        try (SSLSocket client = kind.connect(context, server.address())) {
            client.setEnabledProtocols(TLS_1_2);
            client.startHandshake();
            return client.getSession().getId();
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsAClientCertificate(TlsSocketKind kind) throws Exception {
        BlockingQueue<Object> shown = new ArrayBlockingQueue<>(1);
        PlainServer.Script script = socket -> {
            SSLSocket tls = (SSLSocket) socket;
            tls.setNeedClientAuth(true);
            shown.add(tls.getSession().getPeerCertificates()[0]);
            PlainServer.echo().run(tls);
        };
        Identity own = PKI.issue("client.test");
        try (PlainServer server = PlainServer.listening().serveTls(SERVER.serverContextTrusting(PKI), script);
                SSLSocket client = kind.connect(PKI.trustingWith(own), server.address())) {
            client.startHandshake();
            assertThat(shown.poll(10, TimeUnit.SECONDS)).isEqualTo(own.certificate());
            assertThat(client.getSession().getLocalCertificates()).contains(own.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsListeners(TlsSocketKind kind) throws Exception {
        BlockingQueue<HandshakeCompletedEvent> events = new ArrayBlockingQueue<>(1);
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, PlainServer.echo());
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            client.addHandshakeCompletedListener(events::add);
            client.startHandshake();
            HandshakeCompletedEvent event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event.getSocket()).isSameAs(client);
            assertThat(event.getPeerCertificates()[0]).isEqualTo(SERVER.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource
    void readTimeoutLeavesTheSocketUsable(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, PlainServer.echo());
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            client.startHandshake();
            client.setSoTimeout(1);
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isExactlyInstanceOf(SocketTimeoutException.class)
                    .hasMessage("Read timed out");
            client.setSoTimeout(30_000);
            client.getOutputStream().write(42);
            assertThat(client.getInputStream().read()).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endWithoutCloseNotifyIsTheEndOfTheStream(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening();
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            client.setEnabledProtocols(TLS_1_2); // no tickets follow the handshake
            Socket raw = server.accept();
            SSLSocket tls = (SSLSocket) SERVER_CONTEXT.getSocketFactory().createSocket(raw, null, false);
            Thread handshake =
                    new Thread(() -> assertThat(tls.getSession().isValid()).isTrue());
            handshake.start();
            client.startHandshake();
            handshake.join();
            raw.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedSocketSaysSo(TlsSocketKind kind) throws Exception {
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, PlainServer.echo());
                SSLSocket client = kind.connect(PKI.trusting(), server.address())) {
            client.startHandshake();
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            client.close();
            assertThat(client.isClosed()).isTrue();
            assertThat(in.read()).isEqualTo(-1);
            assertThatThrownBy(() -> out.write(1))
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Connection or outbound has closed");
            assertThatThrownBy(client::getInputStream).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unconnectedSocketCannotHandshake(TlsSocketKind kind) throws Exception {
        try (SSLSocket client = (SSLSocket) kind.factory(PKI.trusting()).createSocket()) {
            assertThatThrownBy(client::startHandshake)
                    .isExactlyInstanceOf(SocketException.class)
                    .hasMessage("Socket is not connected");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesUnknownProtocols(TlsSocketKind kind) throws Exception {
        try (SSLSocket client = (SSLSocket) kind.factory(PKI.trusting()).createSocket()) {
            assertThatThrownBy(() -> client.setEnabledProtocols(new String[] {"TLSv9"}))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("TLSv9");
        }
    }

    @ParameterizedTest
    @EnumSource
    void serverSideTakesConsumedBytes(TlsSocketKind kind) throws Exception {
        PlainServer.Script script = raw -> {
            byte[] first = raw.getInputStream().readNBytes(3);
            try (SSLSocket tls =
                    (SSLSocket) kind.factory(SERVER_CONTEXT).createSocket(raw, new ByteArrayInputStream(first), true)) {
                PlainServer.echo().run(tls);
            }
        };
        try (PlainServer server = PlainServer.listening().serve(script);
                SSLSocket client = TlsSocketKind.PLATFORM.connect(PKI.trusting(), server.address())) {
            client.getOutputStream().write(42);
            assertThat(client.getInputStream().read()).isEqualTo(42);
        }
    }

    @Test
    void socketBelowCarriesNoPlaintext() throws Exception {
        try (PlainServer server = PlainServer.listening().serveTls(SERVER_CONTEXT, PlainServer.echo());
                Socket raw = new NetworkSocketFactory("nio").createSocket("localhost", server.port());
                SSLSocket client = (SSLSocket) TlsSocketKind.OVER_NIO
                        .factory(PKI.trusting())
                        .createSocket(raw, "localhost", server.port(), true)) {
            client.getOutputStream().write(42);
            assertThatThrownBy(() -> raw.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> raw.getOutputStream().write(1)).isInstanceOf(SocketException.class);
            assertThat(client.getInputStream().read()).isEqualTo(42);
        }
    }
}
