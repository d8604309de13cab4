// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A call failed for a reason other than a deadline. */
@Name("netbackends.Failure")
@Label("Failure")
@Description("A call failed for a reason other than a deadline")
final class FailureEvent extends ConnectionEvent {
    private static final FailureEvent PROBE = new FailureEvent();

    @Label("Operation")
    @Nullable
    String operation;

    @Label("Exception")
    @Nullable
    String exception;

    @Label("Message")
    @Nullable
    String message;

    static boolean isRecorded() {
        return PROBE.isEnabled();
    }

    static void commit(ObservedConnection of, String call, Throwable failure) {
        if (isRecorded()) {
            FailureEvent event = new FailureEvent();
            if (endsRecorded(event, of)) {
                event.operation = call;
                event.exception = failure.getClass().getName();
                event.message = failure.getMessage();
                event.commit();
            }
        }
    }
}
