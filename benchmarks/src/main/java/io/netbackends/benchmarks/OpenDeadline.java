// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import io.netbackends.Timeout;
import java.time.Duration;

/** A deadline for a whole iteration, for kinds of {@link Client} that have one; opened and closed by one thread. */
final class OpenDeadline {
    private static final Duration LONGER_THAN_ANY_ITERATION = Duration.ofHours(1);

    private Timeout timeout;

    void open(String client) {
        if (Client.isBounded(client)) {
            timeout = Timeout.after(LONGER_THAN_ANY_ITERATION);
        }
    }

    void close() {
        if (timeout != null) {
            timeout.close();
            timeout = null;
        }
    }
}
