// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Security;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPkiTest {
    private static final TestPki PKI = TestPki.create();

    /** Runs a handshake with the server's name and exchanges a byte, since TLS 1.3 rejects clients only then. */
    private static SSLSession connect(SSLContext client, String name, SSLContext server, boolean needClientAuth)
            throws Exception {
        PlainServer.Script script = socket -> {
            ((SSLSocket) socket).setNeedClientAuth(needClientAuth);
            PlainServer.echo().run(socket);
        };
        try (PlainServer peer = PlainServer.listening().toleratingIoFailures().serveTls(server, script);
                Socket raw = new Socket(peer.address().getAddress(), peer.port());
                SSLSocket tls = (SSLSocket) client.getSocketFactory().createSocket(raw, name, peer.port(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.getOutputStream().write('x');
            assertThat(tls.getInputStream().read()).isEqualTo('x');
            return tls.getSession();
        }
    }

    private static SSLSession connect(SSLContext client, String name, Identity server) throws Exception {
        return connect(client, name, server.serverContext(), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.test", "127.0.0.1", "::1"})
    void anIdentityIsTrustedUnderEachOfItsNamesAndAddresses(String name) throws Exception {
        Identity identity = PKI.issue("server.test", "127.0.0.1", "::1");

        SSLSession session = connect(PKI.trusting(), name, identity);

        assertThat(session.getPeerCertificates()).containsExactly(identity.certificate());
    }

    @Test
    void anIdentityIsNotTrustedUnderAnotherName() {
        assertThatThrownBy(() -> connect(PKI.trusting(), "other.test", PKI.issue("server.test")))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("other.test");
    }

    @Test
    void anotherAuthoritysIdentityIsNotTrusted() {
        assertThatThrownBy(() ->
                        connect(PKI.trusting(), "server.test", TestPki.create().issue("server.test")))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("PKIX path");
    }

    @Test
    void aSelfSignedIdentityIsNotTrusted() {
        assertThatThrownBy(() -> connect(PKI.trusting(), "server.test", TestPki.selfSigned("server.test")))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("PKIX path");
    }

    @Test
    void anExpiredIdentityIsRefusedForBeingExpired() {
        assertThatThrownBy(() -> connect(PKI.trusting(), "server.test", PKI.issueExpired("server.test")))
                .isInstanceOf(SSLHandshakeException.class)
                .hasRootCauseInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void aLargeChainIsLargeAndTrusted() throws Exception {
        SSLSession session = connect(PKI.trusting(), "server.test", PKI.issueWithLargeChain(20_000, "server.test"));

        int size = 0;
        for (java.security.cert.Certificate certificate : session.getPeerCertificates()) {
            size += certificate.getEncoded().length;
        }
        assertThat(size).isGreaterThan(20_000);
    }

    @Test
    void aServerTakesTheClientsItTrustsAndNoOthers() throws Exception {
        SSLContext server = PKI.issue("server.test").serverContextTrusting(PKI);

        SSLContext known = PKI.trustingWith(PKI.issue("client"));
        SSLContext unknown = PKI.trustingWith(TestPki.create().issue("client"));

        assertThat(connect(known, "server.test", server, true).getLocalCertificates())
                .hasSize(1);
        assertThatThrownBy(() -> connect(unknown, "server.test", server, true)).isInstanceOf(java.io.IOException.class);
        assertThatThrownBy(() -> connect(PKI.trusting(), "server.test", server, true))
                .isInstanceOf(java.io.IOException.class);
    }

    @Test
    void anIdentityNeedsAName() {
        assertThatIllegalArgumentException().isThrownBy(PKI::issue).withMessageContaining("at least one");
    }

    @Test
    void filesHoldWhatTheyAreNamedAfterAndKeysAreTheirOwnersOnly(@TempDir Path dir) throws Exception {
        Identity identity = PKI.issueWithLargeChain(100, "server.test");
        Path chain = identity.writeCertificateChainPem(dir);
        Path key = identity.writeKeyPem(dir);
        Path authority = PKI.writePem(dir);

        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try (InputStream in = Files.newInputStream(chain)) {
            assertThat(factory.generateCertificates(in).stream().map(Object.class::cast))
                    .containsExactlyElementsOf(identity.chain());
        }
        try (InputStream in = Files.newInputStream(authority)) {
            assertThat(factory.generateCertificate(in)).isEqualTo(PKI.certificate());
        }
        String body = Files.readString(key).replaceAll("-----[A-Z ]+-----", "");
        assertThat(KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body))))
                .isEqualTo(identity.privateKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void bouncyCastleIsNotRegisteredAsAProvider() {
        TestPki.create();

        assertThat(Security.getProvider("BC")).isNull();
    }
}
