// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** Bytes were read from a connection, above TLS. */
@Name("netbackends.Read")
@Label("Read")
@Description("Bytes were read from a connection, above TLS")
@Threshold("20 ms")
final class ReadEvent extends ConnectionEvent {
    private static final ReadEvent PROBE = new ReadEvent();

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("End of Stream")
    boolean endOfStream;

    /** Begins an event; null if none is recorded. */
    static @Nullable ReadEvent begun() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        ReadEvent event = new ReadEvent();
        event.begin();
        return event;
    }

    void commit(ObservedConnection of, int n, boolean isEnd) {
        if (endsRecorded(this, of)) {
            bytes = n;
            endOfStream = isEnd;
            commit();
        }
    }
}
