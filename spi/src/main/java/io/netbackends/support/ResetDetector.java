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
 * Distinguishes a lost connection from an orderly end of stream. The operating system reports a reset, or an unreachable
 * peer, to a single call; if that is the writer's, the reader sees only the end.
 */
final class ResetDetector {
    /** The maximum time to delay the report of the end of the stream while a writer is active. */
    private static final int WRITER_MILLIS = 20;

    private ResetDetector() {}

    /**
     * Returns the writer's failure that shows the loss, or null. The same event has woken a blocked writer, which gets a
     * moment to report it.
     */
    static @Nullable IOException writerFailure(
            BooleanSupplier isWriting, Supplier<@Nullable IOException> failureOfWriter) {
        for (int i = 0; i < WRITER_MILLIS && isWriting.getAsBoolean(); i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        IOException failure = failureOfWriter.get();
        return failure == null || ErrnoText.BROKEN_PIPE.isIn(failure) ? null : failure;
    }
}
