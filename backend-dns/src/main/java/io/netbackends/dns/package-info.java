// SPDX-License-Identifier: Apache-2.0
/**
 * The decorator {@code dns}: looks up hosts with <a href="https://github.com/dnsjava/dnsjava">dnsjava</a>, which queries
 * name servers itself, instead of the JDK's lookup.
 *
 * <p>By name: {@code -Dnetbackends.backend=dns:nio}, with the settings of {@link io.netbackends.dns.DnsBackendProvider}.
 * Without discovery, pass the resolver to the transport:
 *
 * <pre>{@code
 * DnsResolver resolver = DnsResolver.builder().servers("9.9.9.9", "127.0.0.1:5353").build();
 * NetworkBackendInterface net = NioBackend.builder().resolver(resolver).build();
 * }</pre>
 */
@NullMarked
package io.netbackends.dns;

import org.jspecify.annotations.NullMarked;
