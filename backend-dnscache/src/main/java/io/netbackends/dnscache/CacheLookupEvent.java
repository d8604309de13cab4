// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A lookup of a cache as an event of JDK Flight Recorder, with what the cache has done until then. */
@Name("netbackends.CacheLookup")
@Label("Cache Lookup")
@Category("Network backends")
@Description(
        "A DNS cache looked up a host, for one or more callers or ahead of them; the numbers are those of the cache so far")
@StackTrace(false)
final class CacheLookupEvent extends Event {
    @Label("Host")
    @Nullable
    String host;

    @Label("Failure")
    @Nullable
    String failure;

    @Label("Hits")
    @Description("Calls that were answered at once")
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
    @Description("Names that are kept")
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
