// SPDX-License-Identifier: Apache-2.0
/**
 * The decorator {@code proxy}: connections go through SOCKS and HTTP proxies.
 *
 * <p>By name: {@code -Dnetbackends.backend=proxy:nio}, with the settings of {@link io.netbackends.proxy.ProxyBackendProvider}. Without
 * discovery:
 *
 * <pre>{@code
 * NetworkBackendInterface net = new ProxyBackend(
 *         new NioBackend(), Proxies.through("socks5h://user:password@proxy.example:1080"));
 * }</pre>
 *
 * <p>What is said to a proxy is a {@code Negotiation}, without I/O; a blocking and an asynchronous driver are
 * around it. It never reads beyond the proxy's answer, so a tunnel is the very stream to the proxy, and needs no buffer.
 */
@NullMarked
package io.netbackends.proxy;

import org.jspecify.annotations.NullMarked;
