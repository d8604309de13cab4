// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.TlsTruncation;
import io.netbackends.internal.SocketStyleEngine;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The handshake of a stream. It may take several calls, since a deadline can interrupt it while it waits for the peer. */
final class TlsUpgrade {
    private final SSLEngine engine;

    /** Null until the handshake has used the transport. */
    private @Nullable Transport upgraded;

    private TlsUpgrade(SSLEngine engine) {
        this.engine = engine;
    }

    /**
     * Begins a handshake without sending anything yet, or continues an unfinished one of the same engine; fails as {@link
     * TlsEngine#beginHandshake} does.
     */
    static TlsUpgrade begin(SSLEngine engine, @Nullable TlsUpgrade unfinished, StreamState state) throws SSLException {
        if (unfinished != null && unfinished.engine == engine) {
            state.resumeHandshake();
            return unfinished;
        }
        TlsEngine.beginHandshake(engine);
        return new TlsUpgrade(engine);
    }

    /** Returns whether the caller can continue the handshake after a deadline has interrupted it. */
    boolean mayGoOn() {
        return SocketStyleEngine.mayGoOn(engine);
    }

    /** Runs the rest of the handshake; returns the transport that replaces the current one. */
    Transport run(Transport transport, TlsTruncation truncation, String peer) throws IOException {
        Transport over = upgraded;
        if (over == null) {
            over = transport.startTls(engine, SocketStyleEngine.truncation(engine, truncation), peer); // may block
            upgraded = over;
        }
        over.handshake(); // may block
        return over;
    }
}
