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
 * Where virtual threads wait for channels, and all threads for connections to come about: they park, and one daemon thread
 * with one selector unparks them. In a selector themselves virtual threads would hold on to their carriers (JDK 21 to 23), and
 * need one each; and a thread that connects may do no other I/O in its life. Ends when no thread has waited for a while.
 *
 * <p>The waiting thread first leaves its name ({@link Readiness#registerWaiter}) and then shows interest; the poller first takes the
 * interest back and then looks for names. So none of them misses the other.
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

    /** How many threads wait here; less than 0, {@link #ENDED} at first, when none may any more. */
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

    /** Returns the poller, entered, for one call of {@link #await}; null if there is no descriptor or thread for one. */
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
        } catch (Throwable e) { // no thread to be had
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
            selector.flush(); // another thread has taken the channel out, and this one may put it in again
        } catch (ClosedSelectorException e) {
            // this poller has failed: there will be another one
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
                Thread.interrupted(); // else no select would wait any more
            }
            selector.close();
        } catch (Throwable e) { // out of memory, say
            waiting.set(ENDED);
            while (!wakesAll()) {
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
            closeQuietly();
            throw new IllegalStateException("waiting for channels failed", e);
        }
    }

    /** Sends all that wait to another poller; returns false if there is no memory for that at the moment. */
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
            // it is closed as far as it can be
        }
    }

    private static void onReady(SelectionKey key) {
        int ops = key.readyOps();
        key.interestOpsAnd(~ops);
        ((Readiness) key.attachment()).wake(ops);
    }
}
