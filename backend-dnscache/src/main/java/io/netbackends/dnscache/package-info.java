// SPDX-License-Identifier: Apache-2.0
/**
 * The decorator {@code dnscache}: one lookup serves all connections to a host for a while.
 *
 * <p>By name: {@code -Dnetbackends.backend=dnscache:nio}, with the settings of {@link
 * io.netbackends.dnscache.DnsCacheBackendProvider}. Without discovery, the transport is given the cache, which the decorator tells
 * where connections succeeded:
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
