// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.Deadlines;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.testsupport.Thorough;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The kit detects asynchronous calls with defects in deadlines. */
@SuppressWarnings("FutureReturnValueIgnored") // mutants are wrong anyway
@Thorough
class AsyncDeadlineMutantsTest {
    private static void assertKilled(UnaryOperator<AsyncNetworkStreamInterface> defect, String... ids) {
        Mutants.assertKilled(new AsyncStreamMutant(defect), ids);
    }

    /** Reads correctly without deadlines, and watches these in another way. */
    private abstract static class Watched extends AsyncStreamMutant.Defect {
        Watched(AsyncNetworkStreamInterface sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<byte[]> read(int maxBytes) {
            Deadlines deadlines = Deadlines.current();
            CompletableFuture<byte[]> call =
                    Deadlines.none().<CompletableFuture<byte[]>, RuntimeException>call(() -> readSoundly(maxBytes));
            Executor later = CompletableFuture.delayedExecutor(
                    deadlines.remainingNanos(), TimeUnit.NANOSECONDS, Detached.THREADS);
            if (deadlines.areActive()) {
                CompletableFuture.runAsync(() -> due(call, deadlines), later);
            }
            return call;
        }

        /** The deadlines have passed, unless they were cancelled. */
        abstract void due(CompletableFuture<byte[]> call, Deadlines deadlines);
    }

    @Test
    void deadlinesOfTheThreadThatMovesTheBytes() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        return Deadlines.none()
                                .<CompletableFuture<byte[]>, RuntimeException>call(() -> readSoundly(maxBytes));
                    }
                },
                "ASY_07");
    }

    @Test
    void functionsUnderTheDeadlinesOfTheThreadThatCompletes() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        CompletableFuture<byte[]> result = new CompletableFuture<>();
                        super.read(maxBytes).whenComplete((bytes, failure) -> {
                            try (Timeout completers = Timeout.after(Duration.ofHours(2))) {
                                AsyncStreamMutant.pass(bytes, failure, result);
                            }
                        });
                        return result;
                    }
                },
                "ASY_08",
                "ASY_10");
    }

    @Test
    void functionsOfCompleteFuturesUnderTheDeadlinesOfTheCall() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        return new CapturedAtTheCall(super.read(maxBytes));
                    }
                },
                "ASY_36");
    }

    /** Runs functions under the deadlines that were active when the future was created. */
    private static final class CapturedAtTheCall extends CompletableFuture<byte[]> {
        private final Deadlines deadlines = Deadlines.current();

        CapturedAtTheCall(CompletableFuture<byte[]> call) {
            call.whenComplete((bytes, failure) -> AsyncStreamMutant.pass(bytes, failure, this));
        }

        @Override
        public <U> CompletableFuture<U> thenApply(Function<? super byte[], ? extends U> function) {
            return super.thenApply(bytes -> deadlines.<U, RuntimeException>call(() -> function.apply(bytes)));
        }
    }

    @Test
    void aTimerThatIsNotSetAgain() {
        assertKilled(
                stream -> new Watched(stream) {
                    @Override
                    void due(CompletableFuture<byte[]> call, Deadlines deadlines) {
                        NetworkTimeoutException expired = deadlines.expired("read");
                        if (expired != null) {
                            call.completeExceptionally(expired);
                        }
                    }
                },
                "ASY_09");
    }

    @Test
    void aTimerThatDoesNotLookAgain() {
        assertKilled(
                stream -> new Watched(stream) {
                    @Override
                    void due(CompletableFuture<byte[]> call, Deadlines deadlines) {
                        call.completeExceptionally(new NetworkTimeoutException("read", Duration.ofMillis(4)));
                    }
                },
                "ASY_32");
    }

    @Test
    void timersThatWaitForOneAnother() {
        assertKilled(
                stream -> new Watched(stream) {
                    @Override
                    void due(CompletableFuture<byte[]> call, Deadlines deadlines) {
                        synchronized (AsyncDeadlineMutantsTest.class) {
                            LockSupport.parkNanos(50_000_000);
                            call.completeExceptionally(new NetworkTimeoutException("read", Duration.ofMillis(1)));
                        }
                    }
                },
                "ASY_34");
    }
}
