// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** An event of JDK Flight Recorder for an injected fault. */
@Name("netbackends.InjectedFault")
@Label("Injected Fault")
@Category("Network backends")
@Description("The backend named faults injected a fault into a connection or a lookup")
final class InjectedFaultEvent extends Event {
    @Label("Target")
    @Nullable
    String target;

    @Label("Number")
    @Description("The number of the connection among all those with the same faults; 0 for a lookup")
    long number;

    @Label("Fault")
    @Nullable
    String fault;

    static void commit(InjectedFault injected) {
        InjectedFaultEvent event = new InjectedFaultEvent();
        if (event.shouldCommit()) {
            event.target = injected.target();
            event.number = injected.connection();
            event.fault = injected.fault().toString();
            event.commit();
        }
    }
}
