// SPDX-License-Identifier: Apache-2.0
/**
 * The decorator {@code dnscache}: caches lookups, so that one lookup serves several connections to a host.
 *
 * <p>By name: {@code -Dnetbackends.backend=dnscache:nio}, with the settings of {@link
 * io.netbackends.dnscache.DnsCacheBackendProvider}. Without discovery, pass the cache to the transport; the decorator
 * reports to the cache which addresses answered:
 *
 * <pre>{@code
 * DnsCache cache = DnsCache.builder().ttl(Duration.ofMinutes(1)).build();
 * NetworkBackendInterface net =
 *         new DnsCacheBackend(NioBackend.builder().resolver(cache).build(), cache);
 * }</pre>
 */
@NullMarked
package io.netbackends.dnscache;

import org.jspecify.annotations.NullMarked;
