// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.testsupport.Thorough;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The kit detects asynchronous calls with defects at their beginning, their end and their cancellation. */
@SuppressWarnings("FutureReturnValueIgnored") // mutants are wrong anyway
@Thorough
class AsyncCallMutantsTest {
    private static final Executor LATER =
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS, Detached.THREADS);

    private static void assertKilled(UnaryOperator<AsyncNetworkStreamInterface> defect, String... ids) {
        Mutants.assertKilled(new AsyncStreamMutant(defect), ids);
    }

    /** A cancelled read continues, and the bytes that it takes are lost. */
    @Test
    void aReadThatGoesOnAfterItWasCancelled() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    private CompletableFuture<?> before = CompletableFuture.completedFuture(null);

                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        CompletableFuture<byte[]> call =
                                before.handle((bytes, failure) -> null).thenCompose(nothing -> readSoundly(maxBytes));
                        before = call;
                        return AsyncStreamMutant.detached(call);
                    }
                },
                "ASY_01",
                "ASY_06");
    }

    /** Only the race: a cancelled read takes the bytes that have arrived before it is known to have ended. */
    @Test
    void bytesTakenBeforeTheReadIsClaimed() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        CompletableFuture<byte[]> call = super.read(maxBytes);
                        CompletableFuture<byte[]> result = new CompletableFuture<>() {
                            @Override
                            public boolean cancel(boolean mayInterruptIfRunning) {
                                boolean cancelled = super.cancel(mayInterruptIfRunning);
                                call.cancel(true);
                                return cancelled;
                            }
                        };
                        call.whenCompleteAsync(
                                (bytes, failure) -> AsyncStreamMutant.pass(bytes, failure, result), Detached.THREADS);
                        return result;
                    }
                },
                "ASY_02");
    }

    @Test
    void aCancelThatDoesNotReachTheCall() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        return AsyncStreamMutant.detached(super.read(maxBytes));
                    }
                },
                "ASY_05");
    }

    @Test
    void completeBeforeTheDirectionIsFree() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    private boolean busy;

                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        if (busy) {
                            return CompletableFuture.failedFuture(
                                    new IllegalStateException("another read is under way"));
                        }
                        busy = true;
                        CompletableFuture<byte[]> result = new CompletableFuture<>();
                        super.read(maxBytes).whenComplete((bytes, failure) -> {
                            AsyncStreamMutant.pass(bytes, failure, result);
                            busy = false;
                        });
                        return result;
                    }
                },
                "ASY_14");
    }

    @Test
    void aSecondReadThatWaitsForTheFirst() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    private CompletableFuture<?> before = CompletableFuture.completedFuture(null);

                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        CompletableFuture<byte[]> call =
                                before.handle((bytes, failure) -> null).thenCompose(nothing -> readSoundly(maxBytes));
                        before = call;
                        return call;
                    }
                },
                "ASY_12");
    }

    @Test
    void aCallThatThrows() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        if (maxBytes <= 0) {
                            throw new IllegalArgumentException("maxBytes (" + maxBytes + ") must be positive");
                        }
                        return super.read(maxBytes);
                    }
                },
                "ASY_13");
    }

    @Test
    void functionsThatRunInsideOneAnother() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        return CompletableFuture.completedFuture(
                                super.read(maxBytes).join());
                    }
                },
                "ASY_15");
    }

    @Test
    void aWriteThatIsQueued() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<Void> write(ByteBuffer src) {
                        super.write(src);
                        return CompletableFuture.completedFuture(null);
                    }
                },
                "ASY_23");
    }

    @Test
    void aWriteThatIsCancelledButNotReset() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<Void> write(ByteBuffer src) {
                        CompletableFuture<Void> call = super.write(src);
                        return new CompletableFuture<@Nullable Void>() {
                            @Override
                            public boolean cancel(boolean mayInterruptIfRunning) {
                                close();
                                return super.cancel(mayInterruptIfRunning);
                            }
                        }.completeAsync(
                                () -> call.handle((nothing, failure) -> nothing).join(), Detached.THREADS);
                    }
                },
                "ASY_03");
    }

    @Test
    void closedAfterItsFutureIsComplete() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<Void> close() {
                        LATER.execute(() -> delegate().close());
                        return CompletableFuture.completedFuture(null);
                    }
                },
                "ASY_17");
    }

    @Test
    void aCloseThatCanBeCancelled() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<Void> close() {
                        return AsyncStreamMutant.detached(super.close().thenApplyAsync(nothing -> nothing, LATER));
                    }
                },
                "ASY_18");
    }

    @Test
    void aHandshakeThatIsCancelledAndLeavesTheStreamOpen() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<Void> startTls(SSLEngine engine) {
                        return AsyncStreamMutant.detached(super.startTls(engine));
                    }
                },
                "ASY_19");
    }

    @Test
    void aReaderThatWaitsForTheWriter() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    private volatile CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

                    @Override
                    public CompletableFuture<Void> write(ByteBuffer src) {
                        CompletableFuture<Void> call = super.write(src);
                        writing = call;
                        return call;
                    }

                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        return writing.thenCompose(nothing -> readSoundly(maxBytes));
                    }
                },
                "ASY_28");
    }

    @Test
    void aFailureThatIsWrapped() {
        assertKilled(
                stream -> new AsyncStreamMutant.Defect(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        return super.read(maxBytes)
                                .exceptionallyCompose(
                                        failure -> CompletableFuture.failedFuture(new CompletionException(failure)));
                    }
                },
                "ASY_27");
    }
}
