// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.testsupport.Thorough;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kit detects asynchronous streams that block each other on a shared thread. */
@Thorough
class AsyncLoopMutantsTest {
    private final ExecutorService loop = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "mutant-loop");
        thread.setDaemon(true);
        return thread;
    });

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    private static void assertKilled(UnaryOperator<AsyncNetworkStreamInterface> defect, String... ids) {
        Mutants.assertKilled(new AsyncStreamMutant(defect), ids);
    }

    /** Makes the calls on one thread. */
    private abstract class OnTheLoop extends AsyncStreamMutant.Defect {
        OnTheLoop(AsyncNetworkStreamInterface sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Void> write(ByteBuffer src) {
            return CompletableFuture.supplyAsync(() -> writeSoundly(src), loop).thenCompose(Function.identity());
        }
    }

    @Test
    void aTrustManagerOnTheLoop() {
        assertKilled(
                stream -> new OnTheLoop(stream) {
                    @Override
                    public CompletableFuture<Void> startTls(SSLEngine engine) {
                        return CompletableFuture.supplyAsync(
                                () -> stream.startTls(engine).join(), loop);
                    }
                },
                "ASY_21",
                "ASY_33");
    }

    @Test
    void aFunctionThatMayWaitOnTheLoop() {
        assertKilled(
                stream -> new OnTheLoop(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        return super.read(maxBytes).thenApplyAsync(bytes -> bytes, loop);
                    }
                },
                "ASY_29");
    }

    @Test
    void aLoopOfReadsThatLetsNoOtherStreamHaveItsTurn() {
        assertKilled(
                stream -> new OnTheLoop(stream) {
                    @Override
                    public CompletableFuture<Void> readEach(
                            int maxBytes, Function<? super byte[], ? extends CompletionStage<Boolean>> sink) {
                        return CompletableFuture.runAsync(
                                () -> {
                                    boolean again = true;
                                    while (again) {
                                        again = sink.apply(readSoundly(maxBytes).join())
                                                .toCompletableFuture()
                                                .join();
                                    }
                                },
                                loop);
                    }
                },
                "ASY_30");
    }

    @Test
    void aThreadThatEndsWithTheFirstExceptionOfAFunction() {
        assertKilled(
                stream -> new OnTheLoop(stream) {
                    @Override
                    public CompletableFuture<byte[]> read(int maxBytes) {
                        CompletableFuture<byte[]> result = new CompletableFuture<>() {
                            @Override
                            public <U> CompletableFuture<U> thenApply(Function<? super byte[], ? extends U> function) {
                                return super.thenApply(bytes -> {
                                    try {
                                        return function.apply(bytes);
                                    } catch (RuntimeException e) {
                                        loop.shutdownNow();
                                        throw e;
                                    }
                                });
                            }
                        };
                        super.read(maxBytes)
                                .whenComplete((bytes, failure) -> AsyncStreamMutant.pass(bytes, failure, result));
                        return result;
                    }
                },
                "ASY_25");
    }
}
