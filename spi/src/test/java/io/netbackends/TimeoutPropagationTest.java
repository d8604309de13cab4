// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines on threads other than the one that set them. */
class TimeoutPropagationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @AfterEach
    void noDeadlineIsLeftBehind() {
        assertThat(Timeout.remainingNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void isNotInherited() throws Exception {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThat(executor.submit(() -> Timeout.remainingNanos()).get(30, SECONDS))
                    .isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void boundsAPropagatedTaskAndNothingAfterIt() throws Exception {
        Callable<Long> task;
        try (Timeout timeout = Timeout.after(MINUTE)) {
            task = Timeout.propagate(() -> {
                Timeout.after(SECOND); // left open
                return Timeout.remainingNanos();
            });
        }
        assertThat(executor.submit(task).get(30, SECONDS)).isBetween(1L, SECONDS.toNanos(1));
        assertThat(executor.submit(() -> Timeout.remainingNanos()).get(30, SECONDS))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void boundsAPropagatedRunnable() throws Exception {
        CompletableFuture<Long> seen = new CompletableFuture<>();
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            executor.execute(Timeout.propagate(() -> {
                seen.complete(Timeout.remainingNanos());
            }));
            assertThat(seen.get(30, SECONDS)).isZero();
        }
    }

    @Test
    void cancellingReachesAPropagatedTask() throws Exception {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            Callable<Long> task = Timeout.propagate(Timeout::remainingNanos);
            timeout.cancel();
            assertThat(executor.submit(task).get(30, SECONDS)).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void joinsTheDeadlinesOfTheThreadThatRunsTheTask() throws Exception {
        Callable<Long> late;
        Callable<Long> early;
        Timeout carried = Timeout.after(MINUTE);
        late = Timeout.propagate(Timeout::remainingNanos);
        carried.close();
        Timeout carriedEarly = Timeout.after(SECOND);
        early = Timeout.propagate(Timeout::remainingNanos);
        carriedEarly.close();
        try (Timeout own = Timeout.after(Duration.ofSeconds(10))) {
            assertThat(late.call()).isBetween(SECONDS.toNanos(1), SECONDS.toNanos(10));
            assertThat(early.call()).isBetween(1L, SECONDS.toNanos(1));
            carriedEarly.cancel();
            assertThat(early.call()).isBetween(SECONDS.toNanos(1), SECONDS.toNanos(10));
        }
    }

    @Test
    void aDeadlineThatAPropagatedTaskClosesOnItsOwnThreadStaysClosed() {
        try (Timeout outer = Timeout.after(MINUTE)) {
            Timeout inner = Timeout.after(SECOND);
            Timeout.propagate((Runnable) inner::close).run();
            inner.close();
            assertThat(Timeout.remainingNanos()).isBetween(SECONDS.toNanos(2), SECONDS.toNanos(60));
        }
    }

    @Test
    void runOnTheSameThreadKeepsTheInnerDeadline() throws Exception {
        try (Timeout outer = Timeout.after(MINUTE)) {
            Callable<Long> task = Timeout.propagate(Timeout::remainingNanos);
            try (Timeout inner = Timeout.after(SECOND)) {
                assertThat(task.call()).isLessThanOrEqualTo(SECONDS.toNanos(1));
            }
            assertThat(task.call()).isBetween(SECONDS.toNanos(2), SECONDS.toNanos(60));
        }
    }
}
