// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** The time from the end of the connect, or of the TLS handshake, to the first byte read. */
@Name("netbackends.FirstByte")
@Label("First Byte")
@Description("The time from the end of the connect, or of the TLS handshake, to the first byte read")
@Threshold("0 ns")
@StackTrace(false)
final class FirstByteEvent extends ConnectionEvent {
    private static final FirstByteEvent PROBE = new FirstByteEvent();

    /** Begins an event; null if none is recorded. */
    static @Nullable FirstByteEvent begun() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        FirstByteEvent event = new FirstByteEvent();
        event.begin();
        return event;
    }

    void commit(ObservedConnection of) {
        if (endsRecorded(this, of)) {
            commit();
        }
    }
}
