// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** An event of JDK Flight Recorder for a lookup of a cache, with the statistics of the cache. */
@Name("netbackends.CacheLookup")
@Label("Cache Lookup")
@Category("Network backends")
@Description(
        "A DNS cache looked up a host, for one or more callers or as a refresh; the numbers are the statistics of the cache")
@StackTrace(false)
final class CacheLookupEvent extends Event {
    @Label("Host")
    @Nullable
    String host;

    @Label("Failure")
    @Nullable
    String failure;

    @Label("Hits")
    @Description("Calls that were answered from the cache")
    long hits;

    @Label("Misses")
    @Description("Calls that waited for a lookup")
    long misses;

    @Label("Stale Answers")
    long staleAnswers;

    @Label("Lookups")
    long lookups;

    @Label("Failed Lookups")
    long failedLookups;

    @Label("Names")
    @Description("Names in the cache")
    int names;

    static LookupWatch begun() {
        CacheLookupEvent event = new CacheLookupEvent();
        event.begin();
        return event::commit;
    }

    private void commit(String of, @Nullable Throwable thrown, DnsCacheStatistics statistics) {
        end();
        if (shouldCommit()) {
            host = of;
            failure = thrown == null ? null : thrown.toString();
            hits = statistics.hits();
            misses = statistics.misses();
            staleAnswers = statistics.staleAnswers();
            lookups = statistics.lookups();
            failedLookups = statistics.failedLookups();
            names = statistics.names();
            commit();
        }
    }
}
