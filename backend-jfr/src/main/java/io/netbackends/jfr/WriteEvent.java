// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** Bytes were written to a connection, above TLS. */
@Name("netbackends.Write")
@Label("Write")
@Description("Bytes were written to a connection, above TLS")
@Threshold("20 ms")
final class WriteEvent extends ConnectionEvent {
    private static final WriteEvent PROBE = new WriteEvent();

    @Label("Bytes")
    @DataAmount
    long bytes;

    /** Begins an event; null if none is recorded. */
    static @Nullable WriteEvent begun() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        WriteEvent event = new WriteEvent();
        event.begin();
        return event;
    }

    void commit(ObservedConnection of, long n) {
        if (endsRecorded(this, of)) {
            bytes = n;
            commit();
        }
    }
}
