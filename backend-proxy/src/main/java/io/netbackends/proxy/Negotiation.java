// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import java.io.IOException;

/**
 * The exchange with a proxy until the tunnel is open, without I/O. Bytes arrive in pieces of any size, but never more than
 * are {@linkplain #wanted wanted}: bytes after the proxy's response belong to the tunnel, and must stay unread.
 *
 * <p>Used by one thread at a time.
 */
non-sealed interface Negotiation extends TunnelStep {
    /** Returns the bytes to send before the next read; empty if there are none. Returns them only once. */
    byte[] output();

    /** Returns whether the next {@link #output} contains credentials that recorders do not recognize by themselves. */
    default boolean isOutputSecret() {
        return false;
    }

    /**
     * Returns the minimum number of bytes that the proxy will send, unless it violates the protocol; 0 when the tunnel is
     * open.
     */
    int wanted();

    /**
     * Accepts bytes from the proxy.
     *
     * @param bytes at least one, at most as many as are wanted
     * @throws IOException if the proxy does not speak the protocol, or refuses the tunnel; the message names the reason and
     *     the proxy
     */
    void accept(byte[] bytes) throws IOException;
}
