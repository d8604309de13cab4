// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

/**
 * What events have in common. Fields are written only if the event is recorded. To ask whether it is, each kind keeps one event that is
 * never committed: {@code isEnabled} of another one would cost an object for each call.
 */
@Category("Network backends")
abstract class ConnectionEvent extends Event {
    @Label("Connection")
    @Description("The number of the connection among all observed connections of the process")
    long connection;

    @Label("Host")
    @Description("What the program connected to, or the address of the peer that has connected")
    @Nullable
    String host;

    @Label("Port")
    int port;

    /**
     * Ends an event; returns whether it is to be committed, with what is filled in then. Static with two parameters, since JDK 17 takes
     * a method that has one, and returns a boolean, for a setting of the event.
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
