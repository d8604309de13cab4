// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import javax.net.ssl.SSLEngine;

/**
 * A TLS engine for callers that take a peer's end without close_notify for the end of the stream, as JSSE's sockets do, whatever
 * the setting of the backend. Decorators need not know: they hand the engine on.
 */
public final class LenientEndEngine extends ForwardingSslEngine {
    /**
     * Makes an engine of another one.
     *
     * @param delegate does the work; its handshake has not begun
     */
    public LenientEndEngine(SSLEngine delegate) {
        super(delegate);
    }
}
