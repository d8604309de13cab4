// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.internal.NetworkFutures;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Combines the failure of a call with the failure of the step after it. */
final class Failures {
    private Failures() {}

    /**
     * Returns the exception that a function of a future throws so that the future fails with {@code first}; {@code second}
     * becomes a suppressed exception of it.
     */
    static CompletionException of(Throwable first, @Nullable Throwable second) {
        Throwable failure = NetworkFutures.cause(first);
        if (second != null && NetworkFutures.cause(second) != failure) {
            failure.addSuppressed(NetworkFutures.cause(second));
        }
        return new CompletionException(failure);
    }
}
