// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A client engine that verifies the server's name itself, for names that the JDK's endpoint identification refuses to verify.
 *
 * <p>Like the JDK, it verifies before it responds to the certificate, so a server with another name does not receive the
 * client's certificate. The engine sends an alert to the server.
 */
final class NameVerifyingEngine extends ForwardingSslEngine {
    private final String name;

    /** The certificate whose name was verified last; a renegotiation may present another one. */
    private volatile @Nullable Certificate verified;

    private volatile @Nullable SSLHandshakeException mismatch;

    NameVerifyingEngine(SSLEngine delegate, String name) {
        super(delegate);
        this.name = name;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        verify(delegate().getHandshakeSession());
        SSLEngineResult result = super.wrap(srcs, offset, length, dst);
        verifyIfFinished(result);
        return result;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        SSLHandshakeException earlier = mismatch;
        if (earlier != null) {
            throw earlier;
        }
        verify(delegate().getHandshakeSession());
        SSLEngineResult result = super.unwrap(src, dsts, offset, length);
        verifyIfFinished(result);
        return result;
    }

    /** Verifies at the end of the handshake; for engines without a handshake session. */
    private void verifyIfFinished(SSLEngineResult result) throws SSLException {
        if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED) {
            verify(delegate().getSession());
        }
    }

    private void verify(@Nullable SSLSession session) throws SSLException {
        if (session == null || mismatch != null) {
            return;
        }
        Certificate shown = certificate(session);
        if (shown == null || shown.equals(verified)) {
            return;
        }
        try {
            ServerNames.verify(name, (X509Certificate) shown);
            verified = shown;
        } catch (CertificateException e) {
            SSLHandshakeException failure = new SSLHandshakeException(e.getMessage());
            failure.initCause(e);
            mismatch = failure;
            session.invalidate();
            delegate().closeOutbound(); // so that the engine has an alert to send
            throw failure;
        }
    }

    private static @Nullable Certificate certificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null; // the certificate has not arrived yet
        }
    }
}
