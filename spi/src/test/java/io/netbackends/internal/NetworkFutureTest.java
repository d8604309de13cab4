// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.Timeout;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class NetworkFutureTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void cancellingADerivedFutureCancelsTheCall() {
        NetworkFuture<String> call = new NetworkFuture<>();
        CompletableFuture<Integer> derived =
                call.thenApply(String::length).thenApply(n -> n + 1).whenComplete((n, failure) -> {});

        assertThat(derived.cancel(true)).isTrue();

        assertThat(call).isCancelled();
        assertThat(derived.isCancelled()).isTrue();
    }

    @Test
    void cancellingReachesTheCallThatAComposedFunctionHasMade() {
        NetworkFuture<String> first = new NetworkFuture<>();
        NetworkFuture<String> second = new NetworkFuture<>();
        CompletableFuture<Integer> derived =
                first.thenCompose(value -> second).thenCompose(value -> new NetworkFuture<Integer>());
        first.complete("x");

        derived.cancel(true);

        assertThat(second).isCancelled();
        assertThat(derived).isCancelled();
    }

    @Test
    void aFunctionThatCleansUpRunsAlthoughItsOwnFutureIsCancelled() {
        NetworkFuture<String> call = new NetworkFuture<>();
        AtomicBoolean cleanedUp = new AtomicBoolean();
        CompletableFuture<String> derived = call.whenComplete((value, failure) -> cleanedUp.set(true));

        derived.cancel(true);

        assertThat(cleanedUp).isTrue();
    }

    @Test
    void cancellingOneOfTwoCombinedLeavesBothCalls() {
        NetworkFuture<String> one = new NetworkFuture<>();
        NetworkFuture<String> other = new NetworkFuture<>();

        one.thenCombine(other, String::concat).cancel(true);

        assertThat(one).isNotDone();
        assertThat(other).isNotDone();
    }

    @Test
    void orTimeoutOfADerivedFutureEndsTheCall() throws Exception {
        NetworkFuture<String> call = new NetworkFuture<>();
        CompletableFuture<Integer> derived = call.thenApply(String::length).orTimeout(1, TimeUnit.MILLISECONDS);

        assertThatThrownBy(() -> derived.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        assertThat(call.handle((value, failure) -> failure).get(10, TimeUnit.SECONDS))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void aFunctionHasTheDeadlinesOfWhereItWasPassed() {
        NetworkFuture<String> call = new NetworkFuture<>();
        CompletableFuture<Boolean> inside;
        try (Timeout scope = Timeout.after(HOUR)) {
            inside = call.thenApply(value -> Timeout.isActive());
        }
        CompletableFuture<Boolean> outside = call.thenApply(value -> Timeout.isActive());

        try (Timeout completers = Timeout.after(HOUR)) {
            call.complete("x");
        }

        assertThat(inside).isCompletedWithValue(true);
        assertThat(outside).isCompletedWithValue(false);
        assertThat(Timeout.isActive()).isFalse();
    }

    @Test
    void everyWayToPassAFunctionKeepsTheDeadlines() {
        List<CompletableFuture<Boolean>> results = new ArrayList<>();
        NetworkFuture<String> call = new NetworkFuture<>();
        NetworkFuture<String> failing = new NetworkFuture<>();
        CompletableFuture<String> done = CompletableFuture.completedFuture("y");
        AtomicBoolean run = new AtomicBoolean();
        AtomicBoolean accepted = new AtomicBoolean();
        try (Timeout scope = Timeout.after(HOUR)) {
            results.add(call.thenApply(v -> Timeout.isActive()));
            results.add(call.thenApplyAsync(v -> Timeout.isActive()));
            results.add(call.thenCompose(v -> CompletableFuture.completedFuture(Timeout.isActive())));
            results.add(call.thenCombine(done, (v, w) -> Timeout.isActive()));
            results.add(call.handle((v, failure) -> Timeout.isActive()));
            results.add(call.handleAsync((v, failure) -> Timeout.isActive(), Runnable::run));
            results.add(failing.<Boolean>thenApply(v -> false).exceptionally(failure -> Timeout.isActive()));
            results.add(failing.<Boolean>thenApply(v -> false)
                    .exceptionallyCompose(failure -> CompletableFuture.completedFuture(Timeout.isActive())));
            results.add(call.thenRun(() -> run.set(Timeout.isActive())).thenApply(v -> run.get()));
            results.add(call.thenAccept(v -> accepted.set(Timeout.isActive())).thenApply(v -> accepted.get()));
        }

        call.complete("x");
        failing.completeExceptionally(new IOException("broken"));

        assertThat(results)
                .allSatisfy(
                        result -> assertThat(result.get(10, TimeUnit.SECONDS)).isTrue());
    }

    @Test
    void anAdoptedStageFailsWithTheExceptionItself() {
        IOException broken = new IOException("broken");
        CompletableFuture<String> foreign = new CompletableFuture<>();
        CompletableFuture<String> derived = foreign.thenApply(value -> value);
        CompletableFuture<Throwable> seen = NetworkFutures.adopt(derived).handle((value, failure) -> failure);

        foreign.completeExceptionally(broken);

        assertThat(seen.join()).isSameAs(broken);
        assertThat(derived)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(Exception.class)
                .withCause(broken);
    }

    @Test
    void cancellingAnAdoptedStageCancelsTheStage() {
        CompletableFuture<String> foreign = new CompletableFuture<>();

        NetworkFutures.adopt(foreign).thenApply(String::length).cancel(true);

        assertThat(foreign).isCancelled();
    }

    @Test
    void aStageThatForbidsToBeAskedIsAsGoodAsAnother() {
        CompletableFuture<String> adopted = NetworkFutures.adopt(CompletableFuture.completedStage("x"));
        assertThat(adopted.cancel(true)).isFalse();
        assertThat(adopted).isCompletedWithValue("x");

        CompletableFuture<String> later = new CompletableFuture<>();
        CompletableFuture<String> composed =
                NetworkFutures.completed(1).thenCompose(value -> later.minimalCompletionStage());
        assertThat(composed.cancel(true)).isFalse();
        later.complete("y");
        assertThat(composed).isCompletedWithValue("y");
    }

    @Test
    void theDirectFutureHasTheFailureItselfAndADerivedOneAWrapper() {
        IOException broken = new IOException("broken");
        CompletableFuture<String> call = NetworkFutures.failed(broken);

        assertThat(call.handle((value, failure) -> failure).join()).isSameAs(broken);
        assertThat(call.thenApply(value -> value)
                        .handle((value, failure) -> failure)
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCause(broken);
    }

    @Test
    void waitingFailsOnAThreadThatCompletesCallsUnlessThereIsNothingToWaitFor() throws Exception {
        NetworkFuture<String> call = new NetworkFuture<>();
        FutureTask<String> wait = new FutureTask<>(() -> {
            assertThatIllegalStateException()
                    .isThrownBy(call::join)
                    .withMessageContaining("thread (loop) must not wait");
            assertThatIllegalStateException().isThrownBy(call::get);
            assertThatIllegalStateException()
                    .isThrownBy(() -> call.thenApply(x -> x).get(1, TimeUnit.SECONDS));
            call.complete("known");
            return call.join();
        });
        Thread loop = new LoopThread(wait);
        loop.start();
        assertThat(wait.get()).isEqualTo("known");
    }

    private static final class LoopThread extends Thread implements NonBlockingThread {
        LoopThread(Runnable task) {
            super(task, "loop");
        }
    }

    @Test
    void functionsOfFuturesThatAreCompleteDoNotOverflowTheStack() throws Exception {
        assertThat(composed(20_000).get(30, TimeUnit.SECONDS)).isZero();
        for (BiConsumer<CompletableFuture<Integer>, Runnable> way :
                List.<BiConsumer<CompletableFuture<Integer>, Runnable>>of(
                        CompletableFuture::thenRun,
                        (future, next) -> future.thenAccept(x -> next.run()),
                        (future, next) -> future.whenComplete((x, failure) -> next.run()))) {
            CompletableFuture<String> end = new CompletableFuture<>();
            called(way, 20_000, end);
            assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("end");
        }
    }

    private static CompletableFuture<Integer> composed(int left) {
        return left == 0
                ? NetworkFutures.completed(0)
                : NetworkFutures.completed(left).thenCompose(x -> composed(left - 1));
    }

    private static void called(
            BiConsumer<CompletableFuture<Integer>, Runnable> way, int left, CompletableFuture<String> end) {
        if (left == 0) {
            end.complete("end");
        } else {
            way.accept(NetworkFutures.completed(left), () -> called(way, left - 1, end));
        }
    }

    @Test
    void aResultCannotBeReplaced() {
        CompletableFuture<String> call = NetworkFutures.completed("x");

        assertThatThrownBy(() -> call.obtrudeValue("y")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> call.obtrudeException(new CancellationException()))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aChainOfCompletedCallsKeepsNoneOfThem() throws Exception {
        CompletableFuture<byte[]> last = NetworkFutures.completed(new byte[0]);
        List<WeakReference<Object>> results = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            NetworkFuture<byte[]> call = new NetworkFuture<>();
            last = last.thenCompose(bytes -> call);
            byte[] result = new byte[1024];
            results.add(new WeakReference<>(result));
            call.complete(result);
        }

        assertThat(last).isDone();
        for (int i = 0; i < 100 && results.stream().filter(r -> r.get() != null).count() > 2; i++) {
            System.gc();
        }
        assertThat(results.stream().filter(r -> r.get() != null).count()).isLessThanOrEqualTo(2);
    }
}
