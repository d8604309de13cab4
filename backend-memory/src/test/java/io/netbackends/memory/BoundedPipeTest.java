// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import io.netbackends.testsupport.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behaviour that the checks of the stream above would hide. */
class BoundedPipeTest {
    private final BoundedPipe pipe = new BoundedPipe(4);
    private final ClosingWatchdog watchdog = ClosingWatchdog.after(Duration.ofSeconds(30), () -> {
        pipe.closeReader(false);
        pipe.closeWriter(false);
    });

    @AfterEach
    void callOffTheWatchdog() {
        watchdog.close();
    }

    @Test
    void aWakeUpThatBringsNothingEndsNoWait() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Callable<Integer> read = () -> {
            int n = read();
            done.countDown();
            return n;
        };
        Background<Integer> first = Background.run(read);
        Background<Integer> second = Background.run(read);
        Threads.awaitBlocked(first.thread());
        Threads.awaitBlocked(second.thread());
        write(1); // wakes both readers, but there is data for one only
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        pipe.shutDown("test");
        assertThat(new int[] {first.get(), second.get()}).containsExactlyInAnyOrder(1, -1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void underAnExpiredDeadlineNothingMoves(boolean writing) throws Exception {
        write(1);
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            assertThatThrownBy(() -> call(writing)).isInstanceOf(NetworkTimeoutException.class);
        }
        assertThat(pipe.available()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onAnInterruptedThreadNothingMoves(boolean writing) throws Exception {
        write(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> call(writing))
                .isInstanceOf(InterruptedIOException.class)
                .isNotInstanceOf(NetworkTimeoutException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(pipe.available()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void closedCountsBeforeInterruptedAndThatBeforeTheDeadline(boolean writing) {
        try (Timeout timeout = Timeout.after(Duration.ZERO)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> call(writing)).isNotInstanceOf(NetworkTimeoutException.class);
            pipe.closeReader(false);
            pipe.closeWriter(false);
            assertThatThrownBy(() -> call(writing)).isInstanceOf(NetworkStreamClosedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aWriteThatIsCutOffTellsByItsPositionHowMuchWasTakenIn() {
        ByteBuffer src = ByteBuffer.allocate(10);
        try (Timeout timeout = Timeout.after(Duration.ofMillis(100))) {
            assertThatThrownBy(() -> pipe.write(src, "test"))
                    .isInstanceOf(NetworkTimeoutException.class)
                    .hasMessageStartingWith("test timed out");
        }
        assertThat(src.position()).isEqualTo(4);
        assertThat(pipe.available()).isEqualTo(4);
    }

    private int call(boolean writing) throws IOException {
        return writing ? write(1) : read();
    }

    private int read() throws IOException {
        return pipe.read(ByteBuffer.allocate(1), "test");
    }

    private int write(int count) throws IOException {
        pipe.write(ByteBuffer.allocate(count), "test");
        return count;
    }
}
