// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import java.time.Duration;

/**
 * The statistics of a {@link DnsCache}.
 *
 * @param hits calls that were answered at once, by an address or by a failure that was kept
 * @param misses calls that waited for a lookup
 * @param staleAnswers calls that got an answer older than its time to live, since the lookup failed or took too long
 * @param lookups lookups that ended; fewer than misses where callers shared one, more where answers were refreshed ahead
 * @param failedLookups lookups that failed
 * @param lookupTime how long all lookups took together
 * @param names names that are kept now
 */
public record DnsCacheStatistics(
        long hits, long misses, long staleAnswers, long lookups, long failedLookups, Duration lookupTime, int names) {}
