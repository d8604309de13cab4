// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import java.util.concurrent.TimeUnit;

/** Converts the remaining time of a deadline to a socket's timeout. */
final class SoTimeout {
    /** No timeout, for a socket. */
    static final int INFINITE = 0;

    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private SoTimeout() {}

    /** Rounds up: a fraction of a millisecond must not become 0, which means no timeout. */
    static int millis(long remainingNanos) {
        if (remainingNanos == Long.MAX_VALUE) {
            return INFINITE;
        }
        long millis = remainingNanos / NANOS_PER_MILLI + (remainingNanos % NANOS_PER_MILLI == 0 ? 0 : 1);
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis));
    }
}
