// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** The addresses of a host were looked up, or were found in a cache. */
@Name("netbackends.Lookup")
@Label("Host Lookup")
@Description("The addresses of a host were looked up, or were found in a cache")
@Threshold("0 ns")
final class LookupEvent extends ConnectionEvent {
    private static final LookupEvent PROBE = new LookupEvent();

    @Label("Addresses")
    @Description("The addresses in the order of the resolver; absent if the lookup failed")
    @Nullable
    String addresses;

    @Label("Failure")
    @Nullable
    String failure;

    static boolean isRecorded() {
        return PROBE.isEnabled();
    }

    /** Begins an event; null if none is recorded. */
    static @Nullable LookupEvent begun() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        LookupEvent event = new LookupEvent();
        event.begin();
        return event;
    }

    void commit(ObservedConnection of, @Nullable String found, @Nullable Throwable thrown) {
        if (endsRecorded(this, of)) {
            addresses = found;
            failure = thrown == null ? null : thrown.toString();
            commit();
        }
    }
}
