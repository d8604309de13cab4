// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a socket's next handshake. They are stored in an engine that is never connected, so that JSSE itself
 * checks them and throws its own exceptions.
 */
final class TlsSettings {
    private final SSLContext context;
    private final SocketSettings sockets;
    private final SSLEngine kept;
    private volatile @Nullable BiFunction<SSLSocket, List<String>, String> selector;

    TlsSettings(SSLContext context, boolean clientMode, SocketSettings sockets) {
        this.context = context;
        this.sockets = sockets;
        kept = context.createSSLEngine();
        SSLParameters defaults = clientMode ? context.getDefaultSSLParameters() : kept.getSSLParameters();
        kept.setUseClientMode(clientMode);
        if (clientMode) {
            kept.setSSLParameters(defaults);
        }
    }

    /** Returns the engine that holds the values. */
    SSLEngine kept() {
        return kept;
    }

    /** Returns the settings outside of JSSE. */
    SocketSettings sockets() {
        return sockets;
    }

    @Nullable
    BiFunction<SSLSocket, List<String>, String> selector() {
        return selector;
    }

    void setSelector(@Nullable BiFunction<SSLSocket, List<String>, String> changed) {
        selector = changed;
    }

    /** Returns an engine for one handshake. Host and port are the key of the sessions that JSSE resumes; null if unknown. */
    SSLEngine newEngine(SSLSocket socket, @Nullable String host, int port) {
        SSLEngine engine = host == null ? context.createSSLEngine() : context.createSSLEngine(host, port);
        engine.setUseClientMode(kept.getUseClientMode());
        engine.setEnableSessionCreation(kept.getEnableSessionCreation());
        engine.setSSLParameters(kept.getSSLParameters());
        BiFunction<SSLSocket, List<String>, String> chosen = selector;
        if (chosen != null) {
            engine.setHandshakeApplicationProtocolSelector((unused, protocols) -> chosen.apply(socket, protocols));
        }
        return engine;
    }
}
