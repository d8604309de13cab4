// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import java.net.InetSocketAddress;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** One address of a host was tried. */
@Name("netbackends.ConnectAttempt")
@Label("Connect Attempt")
@Description("One address of a host was tried")
@Threshold("0 ns")
final class ConnectAttemptEvent extends ConnectionEvent {
    private static final ConnectAttemptEvent PROBE = new ConnectAttemptEvent();

    @Label("Address")
    @Nullable
    String address;

    @Label("Outcome")
    @Description("connected, failed, or abandoned because another attempt was faster or the connect had ended")
    @Nullable
    String outcome;

    @Label("Failure")
    @Nullable
    String failure;

    static boolean isRecorded() {
        return PROBE.isEnabled();
    }

    /** Begins an event; null if none is recorded. */
    static @Nullable ConnectAttemptEvent begun() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        ConnectAttemptEvent event = new ConnectAttemptEvent();
        event.begin();
        return event;
    }

    void commit(ObservedConnection of, InetSocketAddress tried, String ended, @Nullable Throwable thrown) {
        if (endsRecorded(this, of)) {
            address = tried.toString();
            outcome = ended;
            failure = thrown == null ? null : thrown.toString();
            commit();
        }
    }
}
