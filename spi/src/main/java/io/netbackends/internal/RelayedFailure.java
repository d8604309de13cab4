// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Makes a failure of a task on another thread one of the call that waits for the task. */
public final class RelayedFailure {
    private RelayedFailure() {}

    /**
     * Returns what to throw for a failure; throws it itself if it is unchecked.
     *
     * @return the failure, inside an {@link IOException} if it is none
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
