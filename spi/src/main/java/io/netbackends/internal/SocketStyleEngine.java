// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.TlsTruncation;
import javax.net.ssl.SSLEngine;

/**
 * A TLS engine for callers that need the behavior of JSSE's sockets where the contract is stricter, independently of the
 * backend's settings. The caller chooses how to treat a peer that closes the connection without close_notify. If a deadline
 * interrupts the handshake while it waits for the peer, the stream stays open: {@code startTls} with the same engine
 * continues the handshake, and until then nothing can be read or written. Decorators need no support for this: they pass the
 * engine on.
 */
public final class SocketStyleEngine extends ForwardingSslEngine {
    private final TlsTruncation truncation;

    /**
     * Wraps an engine.
     *
     * @param delegate does the work; its handshake has not begun
     * @param truncation how to treat a TLS peer that closes the connection without close_notify
     */
    public SocketStyleEngine(SSLEngine delegate, TlsTruncation truncation) {
        super(delegate);
        this.truncation = truncation;
    }

    /** {@return how to treat a peer that closes without close_notify: as the engine says, else as the backend does} */
    public static TlsTruncation truncation(SSLEngine engine, TlsTruncation ofBackend) {
        return engine instanceof SocketStyleEngine own ? own.truncation : ofBackend;
    }

    /** {@return whether a handshake of the engine may continue after a deadline has interrupted it} */
    public static boolean mayGoOn(SSLEngine engine) {
        return engine instanceof SocketStyleEngine;
    }
}
