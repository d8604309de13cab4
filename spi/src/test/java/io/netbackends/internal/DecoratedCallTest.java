// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The end of a call of several steps whose future is completed from outside. */
class DecoratedCallTest {
    private final NetworkFuture<String> step = new NetworkFuture<>() {};
    private final CompletableFuture<String> call =
            DecoratedCall.watched(step.thenCompose(NetworkFutures::completed), value -> {}, failure -> {});

    @Test
    void theStepUnderWayHasEndedWhenTheCallerLearnsOfATimeout() {
        TimeoutException timeout = new TimeoutException();
        List<Object> learned = new ArrayList<>();
        call.whenComplete((value, failure) -> {
            learned.add(step.isCancelled());
            learned.add(failure);
        });

        call.completeExceptionally(timeout);

        assertThat(learned).containsExactly(true, timeout);
    }

    @Test
    void aTimeoutThatComesTooLateChangesNothing() {
        step.complete("value");

        call.completeExceptionally(new TimeoutException());

        assertThat(call).isCompletedWithValue("value");
    }
}
