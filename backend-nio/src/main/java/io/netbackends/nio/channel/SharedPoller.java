// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.internal.DaemonThreads;
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
 * Wakes virtual threads that wait for channels, and all threads that wait for a connect: they park, and one daemon thread
 * with one selector unparks them. If virtual threads waited in selectors, they would pin their carriers (JDK 21 to 23) and
 * need one selector each. A thread that connects may do no other I/O, so it does not get its own selector either. The daemon
 * thread ends when no thread has waited for a while.
 *
 * <p>The waiting thread first registers itself ({@link Readiness#registerWaiter}), then sets the interest; the poller first
 * clears the interest, then looks for registered threads. So neither misses the other.
 */
final class SharedPoller {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int ENDED = Integer.MIN_VALUE / 2;

    private static final int ANY =
            SelectionKey.OP_READ | SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT | SelectionKey.OP_ACCEPT;

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static volatile @Nullable SharedPoller current;

    private final LockedSelector selector = new LockedSelector(SharedPoller::onReady);

    /** The number of threads that wait here; negative, initially {@link #ENDED}, when no thread may wait here any more. */
    private final AtomicInteger waiting = new AtomicInteger();

    private SharedPoller() throws IOException {}

    /** Parks the current thread, which has entered; returns whether the channel is ready. */
    boolean await(Readiness channel, int op, long nanos) throws IOException {
        try {
            return park(channel, op, nanos); // may block
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Returns the poller, entered, for one call of {@link #await}; null if no descriptor or thread is available. */
    static @Nullable SharedPoller enterIfPossible() {
        try {
            return enter();
        } catch (IOException | OutOfMemoryError e) {
            return null;
        }
    }

    private static SharedPoller enter() throws IOException {
        SharedPoller poller = current;
        if (poller != null && poller.admit()) {
            return poller;
        }
        LOCK.lock();
        try {
            poller = current;
            if (poller == null || !poller.admit()) {
                poller = start();
                current = poller;
            }
            return poller;
        } finally {
            LOCK.unlock();
        }
    }

    private static SharedPoller start() throws IOException {
        SharedPoller poller = new SharedPoller();
        poller.admit();
        try {
            DaemonThreads.start("netbackends-nio-poller", poller::run);
        } catch (Throwable e) { // no thread available
            poller.selector.close();
            throw e;
        }
        return poller;
    }

    private boolean admit() {
        return waiting.getAndUpdate(n -> n < 0 ? n : n + 1) >= 0;
    }

    private boolean park(Readiness channel, int op, long nanos) throws IOException {
        Direction direction = Direction.of(op);
        channel.registerWaiter(direction);
        try {
            SelectionKey key = channel.join(selector, op);
            if (key != null) {
                if ((key.interestOpsOr(op) & op) == 0) {
                    selector.wakeup();
                }
                park(nanos); // may block
            }
        } catch (CancelledKeyException e) {
            selector.flush(); // another thread has removed the channel, and this one may register it again
        } catch (ClosedSelectorException e) {
            // this poller has failed: another one will be created
        }
        return channel.wasWoken(direction);
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
                Thread.interrupted(); // with the flag set, no selection would wait
            }
            selector.close();
        } catch (Throwable e) { // out of memory, for example
            waiting.set(ENDED);
            while (!wakesAll()) {
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
            closeQuietly();
            throw new IllegalStateException("waiting for channels failed", e);
        }
    }

    /** Makes all waiting threads move to another poller; returns false if there is not enough memory at the moment. */
    private boolean wakesAll() {
        try {
            selector.keys().forEach(key -> ((Readiness) key.attachment()).wake(ANY));
            return true;
        } catch (ClosedSelectorException e) {
            return true; // no thread can wait there
        } catch (Throwable e) {
            return false;
        }
    }

    private void closeQuietly() {
        try {
            selector.close();
        } catch (IOException e) {
            // closed as far as possible
        }
    }

    private static void onReady(SelectionKey key) {
        int ops = key.readyOps();
        key.interestOpsAnd(~ops);
        ((Readiness) key.attachment()).wake(ops);
    }
}
