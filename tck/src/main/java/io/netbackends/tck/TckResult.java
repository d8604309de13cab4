// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import org.jspecify.annotations.Nullable;

/**
 * How one case ended.
 *
 * @param testCase which one
 * @param threads {@code "platform"} or {@code "virtual"}: the kind of thread it ran on
 * @param skipped why it was not run; null if it was
 * @param failure what the backend did wrong; null if nothing
 */
public record TckResult(
        TckCase testCase,
        String threads,
        @Nullable String skipped,
        @Nullable TckFailure failure) {
    /** {@return whether the case was run and found nothing wrong} */
    public boolean passed() {
        return skipped == null && failure == null;
    }
}
