// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.TlsTruncation;
import io.netbackends.testsupport.Identity;
import io.netbackends.testsupport.TestPki;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A closed engine does not show that the peer has ended the stream. */
class TlsEngineFailureTest {
    private static final TestPki PKI = TestPki.create();
    private static final Identity LOCALHOST = PKI.issue("localhost");

    /** Accepts a server until a test changes this. */
    private static final class Changing extends X509ExtendedTrustManager {
        boolean rejects;

        private void check() throws CertificateException {
            if (rejects) {
                throw new CertificateException("rejected by the test");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCertificateRejectedInARenegotiationFailsReadAndWriteAndSendsAnAlert(boolean reads) throws Exception {
        Changing trust = new Changing();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        TlsPair pair = new TlsPair(
                TlsPair.clientEngine(context, "TLSv1.2"),
                TlsPair.serverEngine(LOCALHOST.serverContext(), "TLSv1.2"),
                1 << 16);
        pair.handshake();
        TlsRecordWire wire = new TlsRecordWire(pair.server);
        NetworkStream stream = overTls(wire, pair.client);

        pair.server.encrypt(ByteBuffer.wrap("half an answer".getBytes(US_ASCII)));
        pair.client.engine().getSession().invalidate(); // a resumed session sends no certificate
        pair.server.engine().beginHandshake();
        pair.server.encryptOwnMessages();
        trust.rejects = true;

        assertThat(stream.read()).hasSize(14);
        assertThatThrownBy(stream::read).isInstanceOf(SSLException.class).hasMessageContaining("rejected by the test");
        assertThat(wire.alert).as("what the server was told").hasMessageContaining("certificate_unknown");
        if (reads) {
            assertThatThrownBy(stream::read).isInstanceOf(SSLException.class);
        } else {
            assertThatThrownBy(() -> stream.write(new byte[1])).isInstanceOf(SSLException.class);
        }
    }

    private static NetworkStream overTls(Transport wire, TlsMachine machine) {
        return new NetworkStream(
                new TlsTransport(wire, machine, TlsTruncation.ERROR, "192.0.2.1:443"), "192.0.2.1:443");
    }

    @ParameterizedTest
    @EnumSource(value = EngineMaker.class, mode = EnumSource.Mode.EXCLUDE, names = "JDK")
    void closingTheOutputAloneIsRefusedForEnginesThatCloseBothDirections(EngineMaker maker) throws Exception {
        TlsPair pair = new TlsPair(
                TlsPair.clientEngine(maker.trusting(PKI.certificate())),
                TlsPair.serverEngine(LOCALHOST.serverContext()),
                1 << 16);
        pair.handshake();
        TlsRecordWire wire = new TlsRecordWire(pair.server);
        NetworkStream stream = overTls(wire, pair.client);
        pair.server.encrypt(ByteBuffer.wrap(new byte[1000]));

        assertThatThrownBy(stream::shutdownOutput).isInstanceOf(UnsupportedOperationException.class);

        assertThat(stream.read(1000)).hasSize(1000);
        stream.write(new byte[100]);
        assertThat(wire.received.position()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(EngineMaker.class)
    void anEngineThatWasClosedHereIsNoEndOfStream(EngineMaker maker) throws Exception {
        TlsPair pair = new TlsPair(
                TlsPair.clientEngine(maker.trusting(PKI.certificate())),
                TlsPair.serverEngine(LOCALHOST.serverContext()),
                1 << 16);
        pair.handshake();
        TlsRecordWire wire = new TlsRecordWire(pair.server);
        pair.client.encryptCloseNotify();

        NetworkStream stream = overTls(wire, pair.client);
        assertThatThrownBy(stream::read).isInstanceOf(SSLException.class);
        assertThatThrownBy(stream::read).isInstanceOf(SSLException.class);
    }

    @Test
    void theJdksEnginesReadTheWholeAnswerAfterTheOutputWasClosed() throws Exception {
        TlsPair pair = new TlsPair(
                TlsPair.clientEngine(PKI.trusting()), TlsPair.serverEngine(LOCALHOST.serverContext()), 1 << 16);
        pair.handshake();
        NetworkStream stream = overTls(new TlsRecordWire(pair.server), pair.client);
        stream.shutdownOutput();
        pair.server.encrypt(ByteBuffer.wrap(new byte[1000]));
        assertThat(stream.read(1000)).hasSize(1000);
    }
}
