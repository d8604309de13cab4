// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Converts a failure of a task on another thread to a failure of the call that waits for the task. */
public final class RelayedFailure {
    private RelayedFailure() {}

    /**
     * Returns the exception to throw for a failure; throws an unchecked failure directly.
     *
     * @return the failure, wrapped in an {@link IOException} if it is of another type
     */
    public static IOException of(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return failure instanceof IOException e ? e : new IOException(failure);
    }
}
