// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A connection was closed by this process. */
@Name("netbackends.Close")
@Label("Close")
@Description("A connection was closed by this process")
@Threshold("0 ns")
final class CloseEvent extends ConnectionEvent {
    private static final CloseEvent PROBE = new CloseEvent();

    @Label("Aborted")
    @Description("Whether the connection was reset on purpose")
    boolean aborted;

    /** Begins an event; null if none is recorded. */
    static @Nullable CloseEvent begun() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        CloseEvent event = new CloseEvent();
        event.begin();
        return event;
    }

    void commit(ObservedConnection of, boolean isAbort) {
        if (endsRecorded(this, of)) {
            aborted = isAbort;
            commit();
        }
    }
}
