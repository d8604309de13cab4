// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.internal.ShortageException;
import io.netbackends.testsupport.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A loop whose thread has ended, in a process without a descriptor for another one: no call throws or waits indefinitely.
 */
class AsyncShortageTest {
    private static final EventLoop WITHOUT_THREAD = new EventLoop() {
        @Override
        public boolean isLoopThread() {
            return false;
        }

        @Override
        public void execute(Runnable task) {
            throw new UncheckedIOException(new IOException("Too many open files"));
        }

        @Override
        public ScheduledTask schedule(long nanos, Runnable task) {
            throw new AssertionError("called on a thread that is not the loop's");
        }
    };

    private final MemoryAsyncTransport[] pair = MemoryAsyncTransport.pair(WITHOUT_THREAD);
    private final MemoryAsyncTransport transport = pair[0];
    private final AsyncNetworkStream stream = new AsyncNetworkStream(transport, "peer:1");

    private static Throwable failure(CompletableFuture<?> call) {
        assertThat(call).isCompletedExceptionally();
        return call.handle((value, failure) -> failure).join();
    }

    @Test
    void a_read_that_would_wait_fails_and_breaks_nothing() throws Exception {
        assertThat(failure(stream.read()))
                .isInstanceOf(SocketException.class)
                .hasMessageStartingWith("read from peer:1: ");
        pair[1].tryWrite(ByteBuffer.wrap(new byte[] {1}));
        assertThat(stream.read().join()).containsExactly(1);
    }

    @Test
    void a_write_that_was_sent_in_part_ends_the_stream() {
        transport.room = 1;
        assertThat(failure(stream.write(new byte[2]))).hasRootCauseMessage("Too many open files");
        assertThat(transport.aborted).isTrue();
        assertThat(failure(stream.write(new byte[2]))).isInstanceOf(NetworkStreamClosedException.class);
    }

    @Test
    void closing_destroys_nothing_that_was_written() {
        assertThat(stream.write(new byte[2])).isCompleted();
        assertThat(stream.close()).isCompleted();
        assertThat(transport.closed).isTrue();
        assertThat(transport.aborted).isFalse();
    }

    @Test
    void aborting_resets_the_connection() {
        assertThat(stream.abort()).isCompleted();
        assertThat(transport.aborted).isTrue();
    }

    @Test
    void shutting_down_the_input_needs_no_thread() {
        assertThat(stream.shutdownInput()).isCompleted();
        assertThat(stream.read().join()).isEmpty();
    }

    @Test
    void a_handshake_fails_and_frees_the_transport() throws Exception {
        CompletableFuture<Void> upgrade = stream.startTls(TestPki.create().trusting(), "localhost");
        assertThat(failure(upgrade)).isInstanceOf(SocketException.class);
        assertThat(transport.closed).isTrue();
    }

    @Test
    void a_connect_fails_and_names_the_peer() {
        CompletableFuture<?> connect = AsyncHappyEyeballs.<MemoryAsyncTransport>connect(
                ConnectRequest.to("127.0.0.1", 1),
                host -> {
                    throw new AssertionError("nothing to look up");
                },
                WITHOUT_THREAD,
                address -> {
                    throw new AssertionError("called on a thread that is not the loop's");
                },
                opened -> stream);
        assertThat(failure(connect))
                .isInstanceOf(SocketException.class)
                .isNotInstanceOf(ShortageException.class)
                .hasMessageStartingWith("connect to 127.0.0.1:1: ");
    }
}
