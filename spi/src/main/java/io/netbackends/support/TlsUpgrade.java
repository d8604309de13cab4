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

    /** Begins a handshake, of which nothing is sent yet; fails as {@link TlsMachine#beginHandshake} does. */
    TlsUpgrade(SSLEngine engine) throws SSLException {
        TlsMachine.beginHandshake(engine);
        this.engine = engine;
    }

    boolean isOf(SSLEngine other) {
        return engine == other;
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
