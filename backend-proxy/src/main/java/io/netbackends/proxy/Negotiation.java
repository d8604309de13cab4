// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import java.io.IOException;

/**
 * What is said to a proxy until the tunnel stands, without I/O. Bytes come in pieces of any size, but never more than are
 * {@linkplain #wanted wanted}: what follows the proxy's answer belongs to the tunnel, and is left in the connection.
 *
 * <p>Used by one thread at a time.
 */
non-sealed interface Negotiation extends TunnelStep {
    /** Returns what is to be sent now, before more is read; empty if nothing is. Returns it once. */
    byte[] output();

    /** Returns whether {@link #output} has credentials now that recorders do not recognize by themselves. */
    default boolean isOutputSecret() {
        return false;
    }

    /** Returns how many bytes the proxy will send at least, unless it breaks the protocol; 0 when the tunnel stands. */
    int wanted();

    /**
     * Takes bytes of the proxy.
     *
     * @param bytes at least one, at most as many as are wanted
     * @throws IOException if the proxy does not speak the protocol, or does not make the tunnel; the message says which, and names
     *     the proxy
     */
    void accept(byte[] bytes) throws IOException;
}
