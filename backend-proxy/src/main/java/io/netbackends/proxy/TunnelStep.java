// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

/** One of the steps that turn a connection to a proxy into a tunnel. */
sealed interface TunnelStep permits Negotiation, TunnelStep.StartTls {
    /** Returns the proxy of the step. */
    ProxyServer proxy();

    /**
     * TLS with the proxy.
     *
     * @param proxy has an address; its certificate must match the host of the address
     */
    record StartTls(ProxyServer proxy) implements TunnelStep {}
}
