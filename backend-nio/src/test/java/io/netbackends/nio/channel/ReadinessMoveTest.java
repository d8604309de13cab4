// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netbackends.testsupport.Background;
import io.netbackends.testsupport.ClosingWatchdog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One direction of a channel is removed from a selector while a thread of the other begins to wait there. */
class ReadinessMoveTest {
    @Test
    void threadThatJoinsThePollerWhenTheOtherDirectionLeavesIsWoken() throws Exception {
        try (ChannelPair pair = ChannelPair.nonBlocking()) {
            HeldChannel channel = new HeldChannel(pair.near());
            Readiness readiness = new Readiness(channel);
            pair.send();
            awaitInPoller(readiness, SelectionKey.OP_READ);
            pair.near().read(ByteBuffer.allocate(1));
            fill(pair);
            try (ClosingWatchdog watchdog = ClosingWatchdog.after(Duration.ofSeconds(10), readiness::close)) {
                Background<Boolean> reader = Background.run(() -> {
                    channel.held = Thread.currentThread();
                    readiness.await(SelectionKey.OP_READ, "read");
                    return readiness.isOpen();
                });
                channel.leaving.await();
                Background<Boolean> writer = Background.run(() -> {
                    awaitInPoller(readiness, SelectionKey.OP_WRITE);
                    return readiness.isOpen();
                });
                while (isOnItsWay(writer.thread())) {
                    Thread.onSpinWait();
                }
                channel.goOn.countDown();
                pair.send();
                assertThat(reader.get()).isTrue();
                pair.far().configureBlocking(false);
                while (writer.thread().isAlive()) {
                    pair.far().read(ByteBuffer.allocate(1 << 20));
                }
                assertThat(writer.get()).isTrue();
            }
            readiness.close();
        }
    }

    /** As a virtual thread does. */
    private static void awaitInPoller(Readiness readiness, int op) throws IOException {
        boolean ready;
        do {
            ready = Objects.requireNonNull(SharedPoller.enterIfPossible()).await(readiness, op, Long.MAX_VALUE);
        } while (!ready && readiness.isOpen());
    }

    /** Then it waits for the poller, or until it may check the channel. */
    private static boolean isOnItsWay(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.NEW || state == Thread.State.RUNNABLE || state == Thread.State.TIMED_WAITING;
    }

    private static void fill(ChannelPair pair) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(1 << 20);
        for (int idle = 0; idle < 100; ) { // the kernel moves bytes for a short time afterwards
            idle = pair.near().write(block.clear()) == 0 ? idle + 1 : 0;
        }
    }

    /** A channel that can hold a thread that is about to remove it from a selector. */
    private static final class HeldChannel extends SelectableChannel {
        final CountDownLatch leaving = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        volatile @Nullable Thread held;
        private final SelectableChannel channel;

        HeldChannel(SelectableChannel channel) {
            this.channel = channel;
        }

        @Override
        public @Nullable SelectionKey keyFor(Selector selector) {
            SelectionKey key = channel.keyFor(selector);
            if (key != null && Thread.currentThread() == held) {
                held = null;
                leaving.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return key;
        }

        @Override
        public SelectionKey register(Selector selector, int ops, @Nullable Object attachment)
                throws ClosedChannelException {
            return channel.register(selector, ops, attachment);
        }

        @Override
        public boolean isRegistered() {
            return channel.isRegistered();
        }

        @Override
        public SelectorProvider provider() {
            return channel.provider();
        }

        @Override
        public int validOps() {
            return channel.validOps();
        }

        @Override
        public SelectableChannel configureBlocking(boolean block) throws IOException {
            return channel.configureBlocking(block);
        }

        @Override
        public boolean isBlocking() {
            return channel.isBlocking();
        }

        @Override
        public Object blockingLock() {
            return channel.blockingLock();
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }
    }
}
