// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.internal.ErrnoText;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the end of a stream is in truth, if the connection was lost. The system reports a reset, or a peer that
 * cannot be reached any more, to one call only, and where that is the writer's, the reader sees an end.
 */
final class ConnectionLoss {
    /** How long the end of a stream may be held back while a writer is at work. */
    private static final int WRITER_MILLIS = 20;

    private ConnectionLoss() {}

    /**
     * Returns the loss that the writer knows of, or null. A writer that is blocked now is woken by the same event, and has a
     * moment to say so.
     */
    static @Nullable IOException knownToTheWriter(
            BooleanSupplier isWriting, Supplier<@Nullable IOException> failureOfWriter) {
        for (int i = 0; i < WRITER_MILLIS && isWriting.getAsBoolean(); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        IOException failure = failureOfWriter.get();
        return failure == null || ErrnoText.BROKEN_PIPE.isIn(failure) ? null : failure;
    }
}
