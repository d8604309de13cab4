// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/** The TLS session that was recorded: protocol and cipher, and nothing else, such as certificates. */
final class ReplayedTls implements SSLSession {
    private static final int PACKET_SIZE = 17 * 1024;
    private static final int APPLICATION_SIZE = 16 * 1024;

    private final Event.Tls tls;
    private final @Nullable InetSocketAddress peer;
    private final Map<String, Object> values = new ConcurrentHashMap<>();

    ReplayedTls(Event.Tls tls, RecordedConnection connection) {
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
    public void invalidate() {}

    @Override
    public boolean isValid() {
        return false;
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
        throw new SSLPeerUnverifiedException("certificates are not recorded");
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        return null;
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        throw new SSLPeerUnverifiedException("certificates are not recorded");
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

    /** An engine to look at, mostly for the application protocol, which sessions do not tell. It encrypts nothing. */
    static final class Engine extends SSLEngine {
        private final ReplayedTls session;

        Engine(ReplayedTls session) {
            this.session = session;
        }

        @Override
        public SSLSession getSession() {
            return session;
        }

        @Override
        public String getApplicationProtocol() {
            return session.tls.alpn();
        }

        @Override
        public HandshakeStatus getHandshakeStatus() {
            return HandshakeStatus.NOT_HANDSHAKING;
        }

        @Override
        public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
            throw new UnsupportedOperationException("this connection is replayed: there is no TLS");
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) {
            throw new UnsupportedOperationException("this connection is replayed: there is no TLS");
        }

        @Override
        public @Nullable Runnable getDelegatedTask() {
            return null;
        }

        @Override
        public void closeInbound() {}

        @Override
        public boolean isInboundDone() {
            return false;
        }

        @Override
        public void closeOutbound() {}

        @Override
        public boolean isOutboundDone() {
            return false;
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return getEnabledCipherSuites();
        }

        @Override
        public String[] getEnabledCipherSuites() {
            return new String[] {session.getCipherSuite()};
        }

        @Override
        public void setEnabledCipherSuites(String[] suites) {}

        @Override
        public String[] getSupportedProtocols() {
            return getEnabledProtocols();
        }

        @Override
        public String[] getEnabledProtocols() {
            return new String[] {session.getProtocol()};
        }

        @Override
        public void setEnabledProtocols(String[] protocols) {}

        @Override
        public void beginHandshake() {}

        @Override
        public void setUseClientMode(boolean mode) {}

        @Override
        public boolean getUseClientMode() {
            return true;
        }

        @Override
        public void setNeedClientAuth(boolean need) {}

        @Override
        public boolean getNeedClientAuth() {
            return false;
        }

        @Override
        public void setWantClientAuth(boolean want) {}

        @Override
        public boolean getWantClientAuth() {
            return false;
        }

        @Override
        public void setEnableSessionCreation(boolean flag) {}

        @Override
        public boolean getEnableSessionCreation() {
            return true;
        }
    }
}
