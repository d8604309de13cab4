// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Runs calls under a separate deadline. */
final class UnderDeadline {
    private UnderDeadline() {}

    static <T> T time(Duration duration, Callable<T> call) throws Exception {
        try (Timeout deadline = Timeout.after(duration)) {
            return call.call();
        }
    }

    /** Runs a call that must time out when its deadline passes; measures from before the deadline is set. */
    static NetworkTimeoutException timesOut(Duration duration, Expect.Call call) throws Exception {
        NetworkTimeoutException timeout = Expect.timeout(duration, () -> {
            try (Timeout deadline = Timeout.after(duration)) {
                call.run();
            }
        });
        for (Throwable suppressed : timeout.getSuppressed()) {
            Expect.that(
                    !(suppressed instanceof IllegalStateException),
                    "the block of the deadline could not be closed properly: " + suppressed.getMessage());
        }
        return timeout;
    }

    /** Runs a call that must time out immediately, since its deadline has passed already. */
    static NetworkTimeoutException expired(Expect.Call call) throws Exception {
        return timesOut(Duration.ZERO, call);
    }
}
