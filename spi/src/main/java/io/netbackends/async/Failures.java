// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.internal.NetworkFutures;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Joins the failures of a call and of what is done after it. */
final class Failures {
    private Failures() {}

    /** Returns what a function of a future throws to fail with {@code first}, of which {@code second} is a suppressed exception. */
    static CompletionException of(Throwable first, @Nullable Throwable second) {
        Throwable failure = NetworkFutures.cause(first);
        if (second != null && NetworkFutures.cause(second) != failure) {
            failure.addSuppressed(NetworkFutures.cause(second));
        }
        return new CompletionException(failure);
    }
}
