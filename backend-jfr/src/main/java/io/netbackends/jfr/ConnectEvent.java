// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import java.net.SocketAddress;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A program connected to a host, lookup and all attempts included. */
@Name("netbackends.Connect")
@Label("Connect")
@Description("A program connected to a host, lookup and all attempts included")
@Threshold("0 ns")
final class ConnectEvent extends ConnectionEvent {
    private static final ConnectEvent PROBE = new ConnectEvent();

    @Label("Address")
    @Description("The address of the connection; absent if the connect failed")
    @Nullable
    String address;

    @Label("Attempts")
    @Description("The number of addresses that were tried; 0 if the backend does not report it")
    int attempts;

    static boolean isRecorded() {
        return PROBE.isEnabled();
    }

    /** Begins an event; null if none is recorded. */
    static @Nullable ConnectEvent begun() {
        if (!PROBE.isEnabled()) {
            return null;
        }
        ConnectEvent event = new ConnectEvent();
        event.begin();
        return event;
    }

    void commit(ObservedConnection of, @Nullable SocketAddress winner, int tried) {
        if (endsRecorded(this, of)) {
            address = winner == null ? null : winner.toString();
            attempts = tried;
            commit();
        }
    }
}
