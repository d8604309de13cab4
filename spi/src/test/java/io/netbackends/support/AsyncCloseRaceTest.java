// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A stream that another thread closes in the middle of a call, just after the call has checked that it is open. */
class AsyncCloseRaceTest {
    private final ManualEventLoop loop = new ManualEventLoop();
    private final MemoryAsyncTransport[] pair = MemoryAsyncTransport.pair(new FastLoop());
    private final AsyncNetworkStream stream = new AsyncNetworkStream(pair[0], "peer:1");
    private boolean closesNext;

    /** A loop that runs each task before the method that adds it returns. */
    private final class FastLoop implements EventLoop {
        @Override
        public boolean isLoopThread() {
            if (closesNext) {
                closesNext = false;
                assertThat(stream.close()).isCompleted();
            }
            return loop.isLoopThread();
        }

        @Override
        public void execute(Runnable task) {
            loop.runAll(task);
        }

        @Override
        public ScheduledTask schedule(long nanos, Runnable task) {
            return loop.schedule(nanos, task);
        }
    }

    @Test
    void a_call_that_close_has_missed_fails_and_leaves_no_timer() {
        CompletableFuture<byte[]> read;
        try (Timeout deadline = Timeout.after(Duration.ofHours(1))) {
            closesNext = true;
            read = stream.read();
        }
        assertThat(closesNext).isFalse();
        assertThat(read)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .extracting(Throwable::getCause, InstanceOfAssertFactories.THROWABLE)
                .isInstanceOf(NetworkStreamClosedException.class);
        assertThat(loop.timers()).isZero();
        assertThat(pair[0].reads).isZero();
    }
}
