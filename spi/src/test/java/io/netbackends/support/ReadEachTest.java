// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The end of readEach if its sink or its caller does something unexpected. */
class ReadEachTest {
    private final ManualEventLoop loop = new ManualEventLoop();
    private final MemoryAsyncTransport[] pair = MemoryAsyncTransport.pair(loop);
    private final AsyncNetworkStream stream = new AsyncNetworkStream(pair[0], "peer:1");

    private void send(String text) throws Exception {
        pair[1].tryWrite(ByteBuffer.wrap(text.getBytes()));
        loop.runAll();
    }

    /** With data that is available immediately, and data that arrives later. */
    private void assertFails(Function<byte[], CompletionStage<Boolean>> sink, Class<? extends Throwable> type)
            throws Exception {
        send("x");
        assertThat(failure(stream.readEach(1, sink))).isInstanceOf(type);
        CompletableFuture<Void> later = stream.readEach(1, sink);
        send("x");
        assertThat(failure(later)).isInstanceOf(type);
    }

    private static Throwable failure(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        return call.handle((value, failure) -> failure).join();
    }

    @Test
    void an_error_of_the_sink_fails_the_loop() throws Exception {
        assertFails(
                piece -> {
                    throw new AssertionError("of the sink");
                },
                AssertionError.class);
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_sink_that_returns_null_fails_the_loop() throws Exception {
        assertFails(piece -> null, NullPointerException.class);
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_stage_that_gives_null_fails_the_loop() throws Exception {
        assertFails(piece -> CompletableFuture.completedFuture(null), NullPointerException.class);
    }

    @Test
    void a_loop_that_its_caller_completes_reads_no_more() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        CompletableFuture<Void> reading = stream.readEach(1, piece -> {
            pieces.incrementAndGet();
            return CompletableFuture.completedFuture(true);
        });
        reading.completeExceptionally(new TimeoutException());
        assertThat(failure(reading)).isInstanceOf(TimeoutException.class);
        send("kept");
        assertThat(pieces).hasValue(0);
        assertThat(stream.read(4).join()).asString().isEqualTo("kept");
    }

    @Test
    void a_cancelled_loop_reads_no_more_though_there_is_more() throws Exception {
        send("0123456789");
        AtomicInteger pieces = new AtomicInteger();
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Void> reading = stream.readEach(1, piece -> {
            pieces.incrementAndGet();
            return first.isDone() ? CompletableFuture.completedFuture(true) : first.minimalCompletionStage();
        });
        reading.cancel(true);
        first.complete(true);
        assertThat(failure(reading)).isInstanceOf(CancellationException.class);
        assertThat(pieces).hasValue(1);
    }
}
