// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.HelperThread;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.CapturedLog;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several writers with the shared watchdog. */
class DeadlineWriteTest {
    private static final Duration SLACK = Duration.ofSeconds(10);

    /** A write that blocks until its connection is closed, or the peer reads. */
    private static final class Stuck {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean closed;
        private final Runnable beforeClose;
        private final DeadlineWrite write = new DeadlineWrite("write to 192.0.2.1:80", this::block, this::close);

        Stuck() {
            this(() -> {});
        }

        Stuck(Runnable beforeClose) {
            this.beforeClose = beforeClose;
        }

        private void block(ByteBuffer src) throws IOException {
            begun.countDown();
            try {
                ended.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (closed) {
                throw new SocketException("Socket closed");
            }
            src.position(src.limit());
        }

        private void close() {
            beforeClose.run();
            closed = true;
            ended.countDown();
        }

        /** Returns the time until the timeout; null if there was none. */
        Background<Duration> within(long millis) throws Exception {
            Background<Duration> writer = Background.run(() -> {
                long start = System.nanoTime();
                try (Timeout timeout = Timeout.after(Duration.ofMillis(millis))) {
                    write.write(ByteBuffer.allocate(1));
                    return null;
                } catch (NetworkTimeoutException e) {
                    assertThat(e.duration()).isEqualTo(Duration.ofMillis(millis));
                    return Duration.ofNanos(System.nanoTime() - start);
                } finally {
                    begun.countDown(); // where the deadline had already passed
                }
            });
            begun.await();
            return writer;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachWriterHasItsOwnDeadlineInEitherOrder(boolean longestFirst) throws Exception {
        List<Long> times = longestFirst ? List.of(900L, 600L, 300L, 30L) : List.of(30L, 300L, 600L, 900L);
        Stuck patient = new Stuck();
        Background<Duration> untilTheEnd = patient.within(600_000);
        List<Background<Duration>> writers = new ArrayList<>();
        for (long millis : times) {
            writers.add(new Stuck().within(millis));
        }
        for (int i = 0; i < times.size(); i++) {
            Duration time = Duration.ofMillis(times.get(i));
            assertThat(writers.get(i).get()).isBetween(time.minusMillis(1), time.plus(SLACK));
        }
        assertThat(patient.closed).isFalse();
        patient.ended.countDown();
        assertThat(untilTheEnd.get()).isNull();
    }

    @Test
    void anErrorWhileAConnectionIsClosedSparesTheOthersAndIsTriedAgain() throws Exception {
        AtomicInteger errors = new AtomicInteger(2);
        Stuck first = new Stuck(() -> {
            if (errors.getAndDecrement() > 0) {
                throw new OutOfMemoryError("injected");
            }
        });
        try (CapturedLog log = new CapturedLog(HelperThread.class)) {
            Background<Duration> hit = first.within(200);
            Background<Duration> spared = new Stuck().within(200);
            assertThat(spared.get()).isBetween(Duration.ofMillis(199), SLACK);
            assertThat(hit.get()).isBetween(Duration.ofMillis(199), SLACK);
            assertThat(errors).hasValue(-1);
            for (int i = 0; i < 2; i++) {
                assertThat(log.next())
                        .isEqualTo(
                                "netbackends-write-watchdog: failed, and is restarted: java.lang.OutOfMemoryError: injected");
            }
        }
        assertThat(new Stuck().within(30).get()).isBetween(Duration.ofMillis(29), SLACK);
    }

    @Test
    void aConnectionIsNotClosedForAWriteThatHasEnded() throws Exception {
        Stuck first = new Stuck();
        Background<Duration> inTime = first.within(1000);
        first.ended.countDown();
        assertThat(inTime.get()).isNull();
        assertThat(new Stuck().within(1100).get()).isGreaterThanOrEqualTo(Duration.ofMillis(1099));
        assertThat(first.closed).isFalse();
    }
}
