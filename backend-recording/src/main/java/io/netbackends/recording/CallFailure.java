// SPDX-License-Identifier: Apache-2.0
package io.netbackends.recording;

import io.netbackends.NetworkStreamClosedException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Finds the failure to record for an asynchronous call. */
final class CallFailure {
    private CallFailure() {}

    /**
     * Returns the failure to record, or null if there is none: a bad argument or a second call in the same direction has no effect.
     *
     * @param operation names the call, for the message if the caller ended it by {@code cancel} or {@code orTimeout}
     */
    static @Nullable IOException of(String operation, Throwable failure) {
        if (failure instanceof IOException recorded) {
            return recorded;
        }
        return failure instanceof CancellationException || failure instanceof TimeoutException
                ? new NetworkStreamClosedException(operation + ": the call was cancelled", failure)
                : null;
    }
}
