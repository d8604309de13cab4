// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.internal.FlightRecorderModule;
import org.jspecify.annotations.Nullable;

/** Is told how a lookup of a cache ends. */
@FunctionalInterface
interface LookupWatch {
    /** Whether there is a Flight Recorder to tell. */
    boolean RECORDABLE = FlightRecorderModule.isReadableBy(LookupWatch.class.getModule());

    /** Begins the time of a lookup. */
    static LookupWatch begin() {
        return RECORDABLE ? CacheLookupEvent.begun() : (host, failure, statistics) -> {};
    }

    /** Ends it; the statistics include this lookup. */
    void ended(String host, @Nullable Throwable failure, DnsCacheStatistics statistics);
}
