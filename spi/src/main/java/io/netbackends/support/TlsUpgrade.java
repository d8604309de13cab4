// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.TlsTruncation;
import io.netbackends.internal.SocketStyleEngine;
import java.io.IOException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The handshake of a stream, which may take more than one call: a deadline can cut it off while it waits for the peer. */
final class TlsUpgrade {
    private final SSLEngine engine;

    /** Null until the handshake has used the transport. */
    private @Nullable Transport upgraded;

    private TlsUpgrade(SSLEngine engine) {
        this.engine = engine;
    }

    /**
     * Begins a handshake, of which nothing is sent yet, or goes on with the unfinished one if that is of the same engine; fails as
     * {@link TlsEngine#beginHandshake} does.
     */
    static TlsUpgrade begin(SSLEngine engine, @Nullable TlsUpgrade unfinished, StreamState state) throws SSLException {
        if (unfinished != null && unfinished.engine == engine) {
            state.resumeHandshake();
            return unfinished;
        }
        TlsEngine.beginHandshake(engine);
        return new TlsUpgrade(engine);
    }

    /** Returns whether the caller can go on with the handshake after a deadline has cut it off. */
    boolean mayGoOn() {
        return SocketStyleEngine.mayGoOn(engine);
    }

    /** Runs what is left of the handshake; returns what takes the transport's place. */
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
