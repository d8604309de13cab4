// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netbackends.internal.NonBlockingThread;
import io.netbackends.testsupport.CapturedLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The loop runs its tasks despite failures, and has a thread only while there is work. */
class SelectorLoopTest {
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SelectorLoop loop = new SelectorLoop("loop-under-test", IDLE_NANOS);

    @Test
    void theThreadEndsWhenItIsIdleAndAnotherOneStarts() throws Exception {
        Thread first = loopThread();
        assertTrue(first instanceof NonBlockingThread && first.isDaemon());
        first.join(TimeUnit.SECONDS.toMillis(10));
        assertFalse(first.isAlive(), "the thread has not ended");

        assertNotSame(first, loopThread());
    }

    @Test
    void aTimerKeepsTheThread() throws Exception {
        CountDownLatch fired = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        loop.execute(() -> {
            thread.set(Thread.currentThread());
            loop.schedule(4 * IDLE_NANOS, fired::countDown);
        });

        assertTrue(fired.await(10, TimeUnit.SECONDS));
        thread.get().join(TimeUnit.SECONDS.toMillis(10));
        assertFalse(thread.get().isAlive(), "the thread has not ended after the timer");
    }

    @Test
    void aChannelKeepsTheThreadUntilItIsClosed() throws Exception {
        WatchedPipe pipe = new WatchedPipe(loop);
        Thread thread = loopThread();
        thread.join(TimeUnit.NANOSECONDS.toMillis(6 * IDLE_NANOS));
        assertTrue(thread.isAlive(), "the thread has ended while there is a channel");

        pipe.close();

        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertFalse(thread.isAlive());
    }

    @Test
    void tasksAddedWhileTheThreadEndsAreRun() throws Exception {
        SelectorLoop hasty = new SelectorLoop("hasty-loop", 1);
        for (int i = 0; i < 2000; i++) {
            CompletableFuture<Void> ran = new CompletableFuture<>();
            hasty.execute(() -> ran.complete(null));
            ran.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatThrowsIsLoggedAndStopsNothing() throws Exception {
        try (CapturedLog log = new CapturedLog(SelectorLoop.class)) {
            CountDownLatch timer = new CountDownLatch(1);
            loop.execute(() -> {
                loop.schedule(0, () -> {
                    throw new StackOverflowError("of a timer");
                });
                loop.schedule(0, timer::countDown);
                throw new IllegalStateException("of a task");
            });

            assertTrue(log.next().contains("of a task"));
            assertTrue(log.next().contains("of a timer"));
            assertTrue(timer.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void anInterruptOfTheThreadDoesNotMakeItSpin() throws Exception {
        loop.execute(() -> Thread.currentThread().interrupt());
        loopThread();

        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        loop.execute(() -> flag.complete(Thread.currentThread().isInterrupted()));
        assertFalse(flag.get(10, TimeUnit.SECONDS));
    }

    @Test
    void tasksThatAddTasksDoNotStarveChannelsAndTimers() throws Exception {
        WatchedPipe pipe = new WatchedPipe(loop);
        CountDownLatch timer = new CountDownLatch(1);
        Runnable busy = new Runnable() {
            @Override
            public void run() {
                if (pipe.readable.getCount() + timer.getCount() > 0) {
                    loop.execute(this);
                }
            }
        };
        loop.execute(() -> {
            loop.schedule(1_000_000, timer::countDown);
            busy.run();
        });
        pipe.send();

        assertTrue(pipe.readable.await(10, TimeUnit.SECONDS), "the channel was starved");
        assertTrue(timer.await(10, TimeUnit.SECONDS), "the timer was starved");
        pipe.close();
    }

    @Test
    void aSelectorThatSpinsIsReplacedAndChannelsStay() throws Exception {
        List<Selector> used = new ArrayList<>();
        AtomicInteger early = new AtomicInteger();
        SelectorLoop spinning = new SelectorLoop("spinning-loop", IDLE_NANOS, (selector, action, millis) -> {
            if (!used.contains(selector)) {
                used.add(selector);
            }
            if (used.size() == 1) {
                early.incrementAndGet();
                return 0; // as if a channel were ready
            }
            return selector.select(action, millis);
        });
        WatchedPipe pipe;
        try (CapturedLog log = new CapturedLog(SelectorLoop.class)) {
            pipe = new WatchedPipe(spinning);
            spinning.execute(() -> {
                spinning.schedule(TimeUnit.HOURS.toNanos(1), () -> {}); // so that each return is premature
            });
            assertTrue(log.next().contains("replaced"));
        }
        pipe.send();

        assertTrue(pipe.readable.await(10, TimeUnit.SECONDS), "the channel was not moved to the new selector");
        assertTrue(early.get() >= SpinDetector.MOST_EARLY);
        assertFalse(used.get(0).isOpen(), "the selector that spins is still open");
        pipe.close();
    }

    @Test
    void aSelectorThatFailsIsReplacedAndChannelsStay() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        SelectorLoop failing = new SelectorLoop("failing-loop", IDLE_NANOS, (selector, action, millis) -> {
            if (failures.getAndIncrement() < 3) {
                throw new IOException("of a selector");
            }
            return selector.select(action, millis);
        });
        try (CapturedLog log = new CapturedLog(SelectorLoop.class)) {
            WatchedPipe pipe = new WatchedPipe(failing);
            assertTrue(log.next().contains("of a selector"));
            pipe.send();

            assertTrue(pipe.readable.await(10, TimeUnit.SECONDS), "the channel was not moved to the new selector");
            pipe.close();
        }
    }

    private Thread loopThread() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop.execute(() -> thread.complete(Thread.currentThread()));
        return thread.get(10, TimeUnit.SECONDS);
    }

    /** A pipe in a loop that reports when it is readable. */
    private static final class WatchedPipe implements ReadyChannel, AutoCloseable {
        final CountDownLatch readable = new CountDownLatch(1);
        private final Pipe pipe = Pipe.open();
        private final SelectorLoop loop;
        private volatile SelectionKey key;

        WatchedPipe(SelectorLoop loop) throws Exception {
            this.loop = loop;
            pipe.source().configureBlocking(false);
            CompletableFuture<Void> registered = new CompletableFuture<>();
            loop.execute(() -> {
                try {
                    key = loop.register(pipe.source(), SelectionKey.OP_READ, this);
                    registered.complete(null);
                } catch (IOException e) {
                    registered.completeExceptionally(e);
                }
            });
            registered.get(10, TimeUnit.SECONDS);
        }

        void send() throws IOException {
            pipe.sink().write(ByteBuffer.allocate(1));
        }

        @Override
        public boolean noteReady(int ops) {
            return true;
        }

        @Override
        public void handle() {
            if (key.isValid()) {
                key.interestOps(0);
            }
            readable.countDown();
        }

        @Override
        public void registered(SelectionKey another) {
            key = another;
        }

        @Override
        public void close() throws Exception {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            loop.execute(() -> {
                try {
                    pipe.source().close();
                    loop.releaseClosed();
                    closed.complete(null);
                } catch (IOException e) {
                    closed.completeExceptionally(e);
                }
            });
            closed.get(10, TimeUnit.SECONDS);
            pipe.sink().close();
        }
    }
}
