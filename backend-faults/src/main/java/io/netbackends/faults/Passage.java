// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the faults let a call do next.
 *
 * @param limit the most bytes that may pass, positive unless a fault is due
 * @param due what happens before any more bytes pass; null for nothing
 * @param latencyNanos how long bytes take
 * @param bytesPerSecond how many pass at most; {@link Long#MAX_VALUE} for any number
 * @param corruptions those of the bytes up to {@code limit} that are to be changed
 */
record Passage(
        int limit, @Nullable ActiveFault due, long latencyNanos, long bytesPerSecond, List<Corruption> corruptions) {
    /** A change of one byte, {@code index} bytes from now. */
    record Corruption(int index, ActiveFault fault) {}

    boolean isDelayed() {
        return latencyNanos > 0 || bytesPerSecond != Long.MAX_VALUE;
    }

    /** Returns how long so many bytes take to pass one after the other. */
    long transferNanos(int bytes) {
        return bytesPerSecond == Long.MAX_VALUE ? 0 : (long) (bytes * 1e9 / bytesPerSecond);
    }
}
