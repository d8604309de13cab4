// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import io.netbackends.NetworkTimeoutException;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A call was ended by a deadline. */
@Name("netbackends.Timeout")
@Label("Timeout")
@Description("A call was ended by a deadline")
final class TimeoutEvent extends ConnectionEvent {
    private static final TimeoutEvent PROBE = new TimeoutEvent();

    @Label("Operation")
    @Nullable
    String operation;

    @Label("Deadline")
    @Description("The timeout that was set; if several had passed, the outermost one")
    @Timespan(Timespan.NANOSECONDS)
    long deadline;

    @Label("Message")
    @Nullable
    String message;

    static boolean isRecorded() {
        return PROBE.isEnabled();
    }

    static void commit(ObservedConnection of, String call, NetworkTimeoutException timeout) {
        if (isRecorded()) {
            TimeoutEvent event = new TimeoutEvent();
            if (endsRecorded(event, of)) {
                event.operation = call;
                event.deadline = timeout.duration().toNanos();
                event.message = timeout.getMessage();
                event.commit();
            }
        }
    }
}
