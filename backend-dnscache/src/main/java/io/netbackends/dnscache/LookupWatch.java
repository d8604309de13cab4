// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.internal.FlightRecorderModule;
import org.jspecify.annotations.Nullable;

/** Observes the end of a lookup of a cache. */
@FunctionalInterface
interface LookupWatch {
    /** Whether JDK Flight Recorder is available. */
    boolean RECORDABLE = FlightRecorderModule.isReadableBy(LookupWatch.class.getModule());

    /** Starts to measure a lookup. */
    static LookupWatch begin() {
        return RECORDABLE ? CacheLookupEvent.begun() : (host, failure, statistics) -> {};
    }

    /** Reports the end of the lookup; the statistics include it. */
    void ended(String host, @Nullable Throwable failure, DnsCacheStatistics statistics);
}
