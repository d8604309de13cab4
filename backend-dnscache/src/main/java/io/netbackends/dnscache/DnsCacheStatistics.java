// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import java.time.Duration;

/**
 * The statistics of a {@link DnsCache}.
 *
 * @param hits calls answered from the cache or the table, by addresses or by a cached failure
 * @param misses calls that waited for a lookup
 * @param staleAnswers calls that got an answer older than its time to live because the lookup failed or took too long
 * @param lookups completed lookups; fewer than misses if callers shared them, more if answers were refreshed ahead
 * @param failedLookups lookups that failed
 * @param lookupTime the total time of all lookups
 * @param names names in the cache now
 */
public record DnsCacheStatistics(
        long hits, long misses, long staleAnswers, long lookups, long failedLookups, Duration lookupTime, int names) {}
