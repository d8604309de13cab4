// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

/**
 * The common fields of all events. Fields are written only if the event is recorded. To check that without allocating an
 * event for each call, each kind keeps one event that is never committed, and calls its {@code isEnabled}.
 */
@Category("Network backends")
abstract class ConnectionEvent extends Event {
    @Label("Connection")
    @Description("The number of the connection among all observed connections of the process")
    long connection;

    @Label("Host")
    @Description("The host that the program connected to, or the address of the peer that connected")
    @Nullable
    String host;

    @Label("Port")
    int port;

    /**
     * Ends an event. Returns whether to commit it, after its fields are set. Static with two parameters, since JDK 17 treats
     * an instance method with one parameter and a boolean result as a setting of the event.
     */
    static boolean endsRecorded(ConnectionEvent event, ObservedConnection of) {
        event.end();
        boolean recorded = event.shouldCommit();
        if (recorded) {
            event.connection = of.number();
            event.host = of.host();
            event.port = of.port();
        }
        return recorded;
    }
}
