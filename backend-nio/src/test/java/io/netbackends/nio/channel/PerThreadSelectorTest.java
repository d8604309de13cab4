// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.HelperThread;
import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.CapturedLog;
import io.netbackends.testsupport.PlainServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The lifetime of the selectors of threads. */
class PerThreadSelectorTest {
    private static final int MANY = 40;
    private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

    @Test
    void isClosedWhenItsThreadHasNotWaitedForSoManyTicks() throws Exception {
        PerThreadSelector selector = idle();
        assertThat(selector.closeIfUnused(2)).isFalse();
        assertThat(selector.closeIfUnused(2)).isFalse();
        assertThat(selector.closeIfUnused(2)).isTrue();
        assertThat(selector.enter()).isFalse();
    }

    @Test
    void eachWaitCountsTheTicksAnew() throws Exception {
        PerThreadSelector selector = idle();
        for (int i = 0; i < 5; i++) {
            assertThat(selector.closeIfUnused(2)).isFalse();
            assertThat(selector.closeIfUnused(2)).isFalse();
            assertThat(selector.enter()).isTrue();
            await(selector);
        }
    }

    @Test
    void isNotClosedBetweenTheBeginningOfAWaitAndItsEnd() throws Exception {
        PerThreadSelector selector = new PerThreadSelector();
        for (int i = 0; i < 5; i++) {
            assertThat(selector.closeIfUnused(2)).isFalse();
        }
        await(selector);
        assertThat(selector.enter()).isTrue();
        await(selector);
    }

    @Test
    void streamIsOfUseAfterTheSelectorItWasInIsGone() throws Exception {
        try (ChannelPair pair = ChannelPair.nonBlocking()) {
            Readiness readiness = new Readiness(pair.near());
            pair.send();
            PerThreadSelector selector = new PerThreadSelector();
            assertThat(selector.await(readiness, SelectionKey.OP_READ, LIMIT_NANOS))
                    .isTrue();
            assertThat(selector.closeIfUnused(0)).isTrue();
            readiness.await(SelectionKey.OP_READ, "read");
            readiness.close();
        }
    }

    @Test
    void channelThatIsReadyDoesNotKeepAThreadAwakeThatWaitsForAnother() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (ChannelPair one = ChannelPair.nonBlocking();
                ChannelPair other = ChannelPair.nonBlocking()) {
            Readiness ready = new Readiness(one.near());
            Readiness idle = new Readiness(other.near());
            one.send();
            ready.await(SelectionKey.OP_READ, "read");
            long before = threads.getCurrentThreadCpuTime();
            try (Timeout timeout = Timeout.after(Duration.ofSeconds(1))) {
                assertThatThrownBy(() -> idle.await(SelectionKey.OP_READ, "read"))
                        .isInstanceOf(NetworkTimeoutException.class);
                assertThat(timeout.isExpired()).isTrue();
            }
            assertThat(threads.getCurrentThreadCpuTime() - before)
                    .isLessThan(Duration.ofMillis(100).toNanos());
            ready.await(SelectionKey.OP_READ, "read");
            ready.close();
            idle.close();
        }
    }

    @Test
    void selectorsOfThreadsThatHaveEndedAreClosed() throws Exception {
        CountDownLatch counted = new CountDownLatch(1);
        List<Background<Void>> threads = new ArrayList<>();
        CountDownLatch waited = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            threads.add(Background.run(() -> {
                waitOnce();
                waited.countDown();
                counted.await();
                return null;
            }));
        }
        waited.await();
        assertThat(Descriptors.selectors()).isGreaterThanOrEqualTo(MANY);
        counted.countDown();
        for (Background<Void> thread : threads) {
            thread.get();
        }
        long start = System.nanoTime();
        while (Descriptors.selectors() >= MANY) {
            assertThat(System.nanoTime() - start).isLessThan(LIMIT_NANOS);
            Thread.onSpinWait();
        }
    }

    @Test
    @SuppressWarnings("deprecation") // the only way to inject an error into a thread that is not the test's
    void theThreadThatClosesSelectorsOutlivesAnError() throws Exception {
        assumeTrue(Runtime.version().feature() < 20, "needs Thread.stop");
        CountDownLatch counted = new CountDownLatch(1);
        CountDownLatch waited = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            Background.run(() -> {
                waitOnce();
                waited.countDown();
                counted.await();
                return null;
            });
        }
        waited.await();
        Thread sweeper = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("netbackends-nio-selectors"))
                .findAny()
                .orElseThrow();
        try (CapturedLog log = new CapturedLog(HelperThread.class)) {
            sweeper.stop();
            counted.countDown();
            long start = System.nanoTime();
            while (Descriptors.selectors() >= MANY) {
                assertThat(System.nanoTime() - start).isLessThan(LIMIT_NANOS);
                Thread.onSpinWait();
            }
            assertThat(log.next())
                    .isEqualTo("netbackends-nio-selectors: failed, and is restarted: java.lang.ThreadDeath");
        }
    }

    @Test
    void threadsThatComeAndGoFastLeaveNoMoreThanAFew() throws Exception {
        int before = Descriptors.selectors();
        int most = 0;
        for (int i = 0; i < 400; i++) {
            Background.run(() -> {
                        waitOnce();
                        return null;
                    })
                    .get();
            most = Math.max(most, Descriptors.selectors());
        }
        assertThat(most).isLessThan(before + 130);
    }

    @Test
    void threadsThatOnlyConnectLeaveNone() throws Exception {
        try (PlainServer peer = PlainServer.blackhole()) {
            int before = Descriptors.selectors();
            for (int i = 0; i < MANY; i++) {
                Background<Void> connecting = Background.run(() -> {
                    try (Timeout timeout = Timeout.after(Duration.ofMillis(10));
                            ChannelAttempt attempt =
                                    new ChannelAttempt(SocketChannel.open(), peer.address(), "connect")) {
                        attempt.connect();
                        return null;
                    }
                });
                assertThat(connecting.failure()).isInstanceOf(NetworkTimeoutException.class);
            }
            assertThat(Descriptors.selectors()).isLessThan(before + 5);
        }
    }

    private static PerThreadSelector idle() throws Exception {
        PerThreadSelector selector = new PerThreadSelector();
        await(selector);
        return selector;
    }

    /** Ends immediately. */
    private static void await(PerThreadSelector selector) throws Exception {
        try (ChannelPair pair = ChannelPair.nonBlocking()) {
            Readiness readiness = new Readiness(pair.near());
            assertThat(selector.await(readiness, SelectionKey.OP_WRITE, LIMIT_NANOS))
                    .isTrue();
            readiness.close();
        }
    }

    private static void waitOnce() throws Exception {
        try (ChannelPair pair = ChannelPair.nonBlocking();
                Timeout timeout = Timeout.after(Duration.ofSeconds(30))) {
            Readiness readiness = new Readiness(pair.near());
            readiness.await(SelectionKey.OP_WRITE, "write");
            readiness.close();
        }
    }
}
