// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

/** One of the steps that make a tunnel of a connection to a proxy. */
sealed interface TunnelStep permits Negotiation, TunnelStep.StartTls {
    /** Returns the proxy that the step is made with. */
    ProxyServer proxy();

    /**
     * TLS with the proxy.
     *
     * @param proxy has an address, for whose host its certificate must be
     */
    record StartTls(ProxyServer proxy) implements TunnelStep {}
}
