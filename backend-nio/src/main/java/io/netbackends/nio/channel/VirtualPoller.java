// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.support.DaemonThreads;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where virtual threads wait for channels: they park, and one daemon thread with one selector unparks them. In a selector
 * themselves they would hold on to their carriers (JDK 21 to 23), and need one each. Ends when nobody has waited for a while.
 *
 * <p>The waiting thread first leaves its name ({@link Readiness#expect}) and then shows interest; the poller first takes the
 * interest back and then looks for names. So none of them misses the other.
 */
final class VirtualPoller {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int ENDED = -1;

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static volatile @Nullable VirtualPoller current;

    private final LockedSelector selector = new LockedSelector(VirtualPoller::onReady);

    /** How many threads wait here; {@link #ENDED} when none may any more. */
    private final AtomicInteger waiting = new AtomicInteger();

    private VirtualPoller() throws IOException {}

    /** Parks the current thread; returns whether the channel is ready. */
    static boolean await(Readiness channel, int op, long nanos) throws IOException {
        VirtualPoller poller = enter();
        try {
            return poller.park(channel, op, nanos); // may block
        } finally {
            poller.waiting.decrementAndGet();
        }
    }

    private static VirtualPoller enter() throws IOException {
        VirtualPoller poller = current;
        if (poller != null && poller.admit()) {
            return poller;
        }
        LOCK.lock();
        try {
            poller = current;
            if (poller == null || !poller.admit()) {
                poller = new VirtualPoller();
                poller.admit();
                current = poller;
                DaemonThreads.start("netbackends-nio-poller", poller::run);
            }
            return poller;
        } finally {
            LOCK.unlock();
        }
    }

    private boolean admit() {
        return waiting.getAndUpdate(n -> n == ENDED ? ENDED : n + 1) != ENDED;
    }

    private boolean park(Readiness channel, int op, long nanos) throws IOException {
        Direction direction = Direction.of(op);
        boolean ready = false;
        channel.expect(direction);
        try {
            SelectionKey key = channel.join(selector, op);
            if (key != null) {
                if ((key.interestOpsOr(op) & op) == 0) {
                    selector.wakeup();
                }
                park(nanos); // may block
            }
        } catch (CancelledKeyException | ClosedSelectorException e) {
            selector.flush(); // another thread has taken the channel out: this one may try again
        } finally {
            ready = channel.hasCome(direction);
        }
        return ready;
    }

    private void park(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private void run() {
        try {
            while (selector.select(IDLE_NANOS) || !waiting.compareAndSet(0, ENDED)) { // may block
                // whoever waited for what has come was woken
            }
            selector.close();
        } catch (IOException e) {
            throw new AssertionError("selecting cannot fail", e);
        }
    }

    private static void onReady(SelectionKey key) {
        int ops = key.readyOps();
        LockedSelector.clearInterest(key, ops);
        ((Readiness) key.attachment()).wake(ops);
    }
}
