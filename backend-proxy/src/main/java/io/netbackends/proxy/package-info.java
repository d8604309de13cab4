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
 * <p>A {@code Negotiation} implements a proxy protocol without I/O; a blocking and an asynchronous driver use it. It never
 * reads beyond the proxy's response, so the tunnel is the stream to the proxy itself, and needs no buffer.
 */
@NullMarked
package io.netbackends.proxy;

import org.jspecify.annotations.NullMarked;
