// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits that the faults set for a call.
 *
 * @param limit the maximum number of bytes that may pass, positive unless a fault is due
 * @param due the fault to inject before any more bytes pass; null if there is none
 * @param latencyNanos the delay of the bytes
 * @param bytesPerSecond the maximum rate; {@link Long#MAX_VALUE} if unlimited
 * @param corruptions the bytes to change among those up to {@code limit}
 */
record Passage(
        int limit, @Nullable ActiveFault due, long latencyNanos, long bytesPerSecond, List<Corruption> corruptions) {
    /** A change of one byte, {@code index} bytes from now. */
    record Corruption(int index, ActiveFault fault) {}

    boolean isDelayed() {
        return latencyNanos > 0 || bytesPerSecond != Long.MAX_VALUE;
    }

    /** Returns the time that this number of bytes takes at the limited rate. */
    long transferNanos(int bytes) {
        return bytesPerSecond == Long.MAX_VALUE ? 0 : (long) (bytes * 1e9 / bytesPerSecond);
    }
}
