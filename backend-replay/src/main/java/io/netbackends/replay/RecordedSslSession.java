// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/** The recorded TLS session: protocol, cipher, and the certificates of the peer. It cannot be resumed. */
final class RecordedSslSession implements SSLSession {
    private static final int PACKET_SIZE = 17 * 1024;
    private static final int APPLICATION_SIZE = 16 * 1024;

    private final Event.Tls tls;
    private final @Nullable InetSocketAddress peer;
    private volatile boolean valid = true;
    private final Map<String, Object> values = new ConcurrentHashMap<>();

    RecordedSslSession(Event.Tls tls, RecordedConnection connection) {
        this.tls = tls;
        this.peer = connection.target() instanceof InetSocketAddress inet ? inet : null;
    }

    @Override
    public byte[] getId() {
        return new byte[0];
    }

    @Override
    public @Nullable SSLSessionContext getSessionContext() {
        return null;
    }

    @Override
    public long getCreationTime() {
        return tls.time().toEpochMilli();
    }

    @Override
    public long getLastAccessedTime() {
        return tls.time().toEpochMilli();
    }

    @Override
    public void invalidate() {
        valid = false;
    }

    /** Initially true, since programs interpret false as a failed handshake. */
    @Override
    public boolean isValid() {
        return valid;
    }

    @Override
    public void putValue(String name, Object value) {
        values.put(name, value);
    }

    @Override
    public @Nullable Object getValue(String name) {
        return values.get(name);
    }

    @Override
    public void removeValue(String name) {
        values.remove(name);
    }

    @Override
    public String[] getValueNames() {
        return values.keySet().toArray(new String[0]);
    }

    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
        if (tls.certificates().isEmpty()) {
            throw new SSLPeerUnverifiedException("the recording has no certificates of the peer");
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (ByteBuffer encoded : tls.certificates()) {
                byte[] bytes = new byte[encoded.remaining()];
                encoded.duplicate().get(bytes);
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
            }
            return certificates.toArray(new X509Certificate[0]); // the array type of JSSE, to which programs cast
        } catch (CertificateException e) {
            throw (SSLPeerUnverifiedException)
                    new SSLPeerUnverifiedException("a recorded certificate is malformed: " + e.getMessage())
                            .initCause(e);
        }
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        return null;
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return ((X509Certificate) getPeerCertificates()[0]).getSubjectX500Principal();
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        return null;
    }

    @Override
    public String getCipherSuite() {
        return tls.cipher();
    }

    @Override
    public String getProtocol() {
        return tls.protocol();
    }

    @Override
    public @Nullable String getPeerHost() {
        return peer == null ? null : peer.getHostString();
    }

    @Override
    public int getPeerPort() {
        return peer == null ? -1 : peer.getPort();
    }

    @Override
    public int getPacketBufferSize() {
        return PACKET_SIZE;
    }

    @Override
    public int getApplicationBufferSize() {
        return APPLICATION_SIZE;
    }

    String alpn() {
        return tls.alpn();
    }
}
