// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ManualTime;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The behaviour of the stream; the test controls the transport and the loop. */
class AsyncNetworkStreamTest {
    private final ManualEventLoop loop = new ManualEventLoop();
    private final MemoryAsyncTransport[] pair = MemoryAsyncTransport.pair(loop);
    private final MemoryAsyncTransport transport = pair[0];
    private final MemoryAsyncTransport peer = pair[1];
    private final AsyncNetworkStream stream = new AsyncNetworkStream(transport, "peer:1");

    private void send(String text) throws IOException {
        peer.tryWrite(ByteBuffer.wrap(text.getBytes(US_ASCII)));
        loop.runAll();
    }

    private static String text(CompletableFuture<byte[]> read) {
        assertThat(read).isCompleted();
        return new String(read.join(), US_ASCII);
    }

    private static Throwable failure(CompletableFuture<?> call) {
        assertThat(call).isDone();
        try {
            call.get();
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (CancellationException | InterruptedException e) {
            return e;
        }
        throw new AssertionError("did not fail");
    }

    @Test
    void a_read_waits_for_the_first_bytes_and_gives_what_is_there() throws Exception {
        CompletableFuture<byte[]> read = stream.read(4);
        loop.runAll();
        assertThat(read).isNotDone();
        send("hello");
        assertThat(text(read)).isEqualTo("hell");
        assertThat(text(stream.read())).isEqualTo("o");
    }

    @Test
    void on_the_loop_a_read_waits_for_the_callback_before_it_tries() throws Exception {
        List<CompletableFuture<byte[]>> reads = new ArrayList<>();
        loop.runAll(() -> reads.add(stream.read()));
        assertThat(transport.reads).isZero();
        send("x");
        assertThat(text(reads.get(0))).isEqualTo("x");
        assertThat(transport.reads).isEqualTo(1);
    }

    @Test
    void on_the_loop_reads_that_were_full_by_chance_are_seldom_tried_in_vain() throws Exception {
        for (int i = 0; i < 100; i++) {
            List<CompletableFuture<byte[]>> reads = new ArrayList<>();
            loop.runAll(() -> reads.add(stream.read(1)));
            send("x");
            assertThat(text(reads.get(0))).isEqualTo("x");
        }
        assertThat(transport.reads).isBetween(100, 115);
    }

    @Test
    void a_cancelled_read_takes_nothing() throws Exception {
        CompletableFuture<byte[]> given = stream.read();
        loop.runAll();
        assertThat(given.cancel(true)).isTrue();
        assertThat(failure(given)).isInstanceOf(CancellationException.class);
        send("kept");
        assertThat(text(stream.read())).isEqualTo("kept");
        assertThat(loop.timers()).isZero();
    }

    @Test
    void a_read_that_is_done_cannot_be_cancelled() throws Exception {
        send("x");
        CompletableFuture<byte[]> read = stream.read();
        assertThat(read.cancel(true)).isFalse();
        assertThat(text(read)).isEqualTo("x");
    }

    @Test
    void a_read_ends_at_its_deadline_and_loses_nothing() throws Exception {
        CompletableFuture<byte[]> read;
        try (ManualTime time = new ManualTime()) {
            try (Timeout deadline = Timeout.after(Duration.ofSeconds(3))) {
                read = stream.read();
            }
            loop.runAll();
            time.advance(Duration.ofSeconds(3));
        }
        loop.advance(Duration.ofSeconds(3));
        assertThat(failure(read)).isInstanceOf(NetworkTimeoutException.class).hasMessageContaining("read from peer:1");
        send("kept");
        assertThat(text(stream.read())).isEqualTo("kept");
    }

    @Test
    void a_timer_that_runs_early_or_for_another_call_ends_nothing() throws Exception {
        try (ManualTime time = new ManualTime()) {
            try (Timeout deadline = Timeout.after(Duration.ofSeconds(3))) {
                send("x");
                assertThat(text(stream.read())).isEqualTo("x");
                loop.runAll();
                CompletableFuture<byte[]> read = stream.read();
                loop.runAll();
                loop.advance(Duration.ofSeconds(4)); // while the deadline's own clock does not move
                assertThat(read).isNotDone();
                assertThat(loop.timers()).isEqualTo(1);
                time.advance(Duration.ofSeconds(3));
                loop.advance(Duration.ofSeconds(4));
                assertThat(failure(read)).isInstanceOf(NetworkTimeoutException.class);
                assertThat(loop.timers()).isZero();
            }
        }
    }

    @Test
    void a_cancelled_deadline_lets_the_call_wait_on() throws Exception {
        CompletableFuture<byte[]> read;
        try (ManualTime time = new ManualTime();
                Timeout deadline = Timeout.after(Duration.ofSeconds(3))) {
            read = stream.read();
            loop.runAll();
            deadline.cancel();
            time.advance(Duration.ofSeconds(5));
            loop.advance(Duration.ofSeconds(5));
        }
        assertThat(read).isNotDone();
        send("late");
        assertThat(text(read)).isEqualTo("late");
    }

    @Test
    void a_write_is_complete_when_the_transport_has_all() throws Exception {
        transport.room = 3;
        CompletableFuture<Void> write = stream.write("hello".getBytes(US_ASCII));
        loop.runAll();
        assertThat(write).isNotDone();
        transport.addRoom(10);
        loop.runAll();
        assertThat(write).isCompleted();
        assertThat(peer.takeArrived()).isEqualTo("hello".getBytes(US_ASCII));
    }

    @Test
    void a_cancelled_write_resets_the_connection() throws Exception {
        transport.room = 3;
        CompletableFuture<Void> write = stream.write("hello".getBytes(US_ASCII));
        CompletableFuture<byte[]> read = stream.read();
        loop.runAll();
        assertThat(write.cancel(true)).isTrue();
        loop.runAll();
        assertThat(transport.aborted).isTrue();
        assertThat(stream.isOpen()).isFalse();
        assertThat(failure(read))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasRootCauseInstanceOf(CancellationException.class);
        assertThat(failure(stream.read())).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void orTimeout_gives_the_read_up() throws Exception {
        CompletableFuture<byte[]> read = stream.read();
        loop.runAll();
        assertThat(read.completeExceptionally(new IOException("enough"))).isTrue();
        send("kept");
        assertThat(text(stream.read())).isEqualTo("kept");
    }

    @Test
    void a_second_read_fails_and_leaves_the_first() throws Exception {
        CompletableFuture<byte[]> first = stream.read();
        assertThat(failure(stream.read())).isInstanceOf(IllegalStateException.class);
        assertThat(failure(stream.startTls(javax.net.ssl.SSLContext.getDefault(), "peer")))
                .isInstanceOf(IllegalStateException.class);
        loop.runAll();
        send("first");
        assertThat(text(first)).isEqualTo("first");
    }

    @Test
    void the_next_read_may_be_made_in_a_function_of_the_last() throws Exception {
        CompletableFuture<byte[]> second = stream.read().thenCompose(first -> stream.read());
        loop.runAll();
        send("a");
        assertThat(second).isNotDone();
        send("b");
        assertThat(text(second)).isEqualTo("b");
    }

    @Test
    void close_ends_the_calls_then_frees_the_transport() throws Exception {
        CompletableFuture<byte[]> read = stream.read();
        loop.runAll();
        CompletableFuture<Void> closed = stream.close();
        assertThat(failure(read))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessage("read from peer:1: the stream is closed")
                .hasNoCause();
        assertThat(closed).isNotDone();
        assertThat(closed.cancel(true)).isFalse();
        loop.runAll();
        assertThat(closed).isCompleted();
        assertThat(transport.closed).isTrue();
        assertThat(stream.close()).isCompleted();
    }

    @Test
    void closing_forgets_the_timers() {
        try (Timeout hour = Timeout.after(Duration.ofHours(1))) {
            stream.read();
            loop.runAll();
        }
        assertThat(loop.timers()).isEqualTo(1);
        stream.close();
        loop.runAll();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void an_end_that_a_waiting_writer_knows_to_be_a_loss_is_one() throws Exception {
        transport.room = 0;
        CompletableFuture<Void> write = stream.write("x".getBytes(US_ASCII));
        CompletableFuture<byte[]> read = stream.read();
        loop.runAll();
        transport.writeFailure = new SocketException("Connection reset");
        peer.tryShutdownOutput(); // only this reaches the reader
        loop.runAll();
        assertThat(failure(write)).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        assertThat(failure(read)).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void an_end_beside_a_writer_that_waits_on_is_the_end() throws Exception {
        transport.room = 0;
        CompletableFuture<Void> write = stream.write("x".getBytes(US_ASCII));
        CompletableFuture<byte[]> read = stream.read();
        loop.runAll();
        peer.tryShutdownOutput();
        loop.runAll();
        assertThat(text(read)).isEmpty();
        assertThat(write).isNotDone();
        assertThat(text(stream.read())).isEmpty();
    }

    @Test
    void a_failure_of_the_transport_is_repeated() throws Exception {
        transport.readFailure = new SocketException("Connection reset");
        for (int i = 0; i < 2; i++) {
            assertThat(failure(stream.read()))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("read from peer:1: Connection reset");
        }
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void shutting_down_the_input_ends_the_read() throws Exception {
        CompletableFuture<byte[]> read = stream.read();
        loop.runAll();
        assertThat(stream.shutdownInput()).isCompleted();
        loop.runAll();
        assertThat(text(read)).isEmpty();
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void after_the_output_was_shut_down_a_write_fails_and_a_read_does_not() throws Exception {
        assertThat(stream.shutdownOutput()).isCompleted();
        assertThat(stream.shutdownOutput()).isCompleted();
        assertThat(failure(stream.write(new byte[1])))
                .isInstanceOf(NetworkStreamClosedException.class)
                .hasMessageContaining("the output was shut down");
        send("x");
        assertThat(text(stream.read())).isEqualTo("x");
    }

    @Test
    void a_reader_that_never_waits_leaves_others_their_turn() throws Exception {
        transport.slice = 1;
        send("x".repeat(1000));
        List<String> order = new ArrayList<>();
        loop.runAll(() -> {
            stream.readEach(1, piece -> {
                order.add("piece");
                return CompletableFuture.completedFuture(true);
            });
            loop.execute(() -> order.add("other"));
        });
        assertThat(order.indexOf("other")).isBetween(0, 20);
        assertThat(order).hasSize(1001);
    }

    @Test
    void bad_arguments_fail_the_future_and_nothing_else() throws Exception {
        assertThat(failure(stream.read(0))).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure(stream.read((ByteBuffer) null))).isInstanceOf(NullPointerException.class);
        assertThat(failure(stream.read(ByteBuffer.allocate(1).asReadOnlyBuffer())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(failure(stream.write((ByteBuffer) null))).isInstanceOf(NullPointerException.class);
        assertThat(failure(stream.startTls(null))).isInstanceOf(NullPointerException.class);
        assertThat(stream.read(ByteBuffer.allocate(0)).get()).isZero();
        send("x");
        assertThat(text(stream.read())).isEqualTo("x");
    }

    @Test
    void the_text_names_the_peer_and_the_state() {
        assertThat(stream).hasToString("<AsyncNetworkStream [\"peer:1\"]>");
        stream.close();
        assertThat(stream).hasToString("<AsyncNetworkStream [\"peer:1\" CLOSED]>");
    }
}
