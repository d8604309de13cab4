// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.TlsTruncation;
import javax.net.ssl.SSLEngine;

/**
 * A TLS engine for callers that need what JSSE's sockets do where the contract is stricter, whatever the setting of the backend.
 * The caller chooses what a peer's end without close_notify is taken for. A handshake that a deadline cuts off while it waits for
 * the peer leaves the stream open: {@code startTls} with the same engine goes on with it, and until then nothing can be read or
 * written. Decorators need not know: they hand the engine on.
 */
public final class SocketStyleEngine extends ForwardingSslEngine {
    private final TlsTruncation truncation;

    /**
     * Makes an engine of another one.
     *
     * @param delegate does the work; its handshake has not begun
     * @param truncation how to treat a TLS peer that closes the connection without close_notify
     */
    public SocketStyleEngine(SSLEngine delegate, TlsTruncation truncation) {
        super(delegate);
        this.truncation = truncation;
    }

    /** {@return what a peer that closes without close_notify is taken for, as the engine or else the backend says} */
    public static TlsTruncation truncation(SSLEngine engine, TlsTruncation ofBackend) {
        return engine instanceof SocketStyleEngine own ? own.truncation : ofBackend;
    }

    /** {@return whether a handshake of the engine may go on after a deadline has cut it off} */
    public static boolean mayGoOn(SSLEngine engine) {
        return engine instanceof SocketStyleEngine;
    }
}
