// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** How long the first byte took after the connection was open, and the TLS handshake done. */
@Name("netbackends.FirstByte")
@Label("First Byte")
@Description("How long the first byte took after the connection was open, and the TLS handshake done")
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
