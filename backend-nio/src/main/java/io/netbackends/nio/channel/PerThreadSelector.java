// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The selector with which one platform thread waits for channels, one at a time.
 *
 * <p>A channel stays registered after the wait with its interest set, which makes the next wait cheap. If it becomes ready
 * while the thread waits for another channel, its interest is cleared then.
 */
final class PerThreadSelector {
    private static final int BUSY = -1;
    private static final int CLOSED = -2;

    private final Thread owner = Thread.currentThread();
    private final LockedSelector selector = new LockedSelector(this::onReady);

    /** The number of ticks since the last wait ended, {@link #BUSY} during a wait, or {@link #CLOSED}. */
    private final AtomicInteger idleTicks = new AtomicInteger(BUSY);

    /** The channel that the owner waits for, and whether it is ready. */
    private @Nullable SelectionKey target;

    private boolean ready;

    /** Makes a selector that is already entered. */
    PerThreadSelector() throws IOException {}

    /** Begins a wait, which prevents closing; returns false if the selector is already closed. */
    boolean enter() {
        return idleTicks.getAndUpdate(ticks -> ticks == CLOSED ? CLOSED : BUSY) != CLOSED;
    }

    /** Waits, on the owner's thread, which has entered; returns whether the channel is ready. */
    boolean await(Readiness channel, int op, long nanos) throws IOException {
        int idle = 0;
        try {
            return awaitEntered(channel, op, nanos); // may block
        } catch (Error e) { // out of memory: the selector's state may be incomplete, so the thread gets another one
            idle = CLOSED;
            throw e;
        } finally {
            target = null;
            idleTicks.set(idle);
        }
    }

    private boolean awaitEntered(Readiness channel, int op, long nanos) throws IOException {
        try {
            SelectionKey key = channel.join(selector, op);
            if (key == null) {
                return false;
            }
            if (key.interestOps() != op) {
                key.interestOps(op);
            }
            ready = false;
            target = key;
            selector.selectFor(key, nanos); // may block
            return ready;
        } catch (CancelledKeyException e) {
            selector.flush(); // another thread has removed the channel, and this one may register it again
            return false;
        }
    }

    /** Closes the selector; no thread may wait in it now or later. */
    void close() throws IOException {
        idleTicks.set(CLOSED);
        selector.close();
    }

    private void onReady(SelectionKey key) {
        if (key == target) {
            ready = true;
        } else {
            key.interestOpsAnd(~key.readyOps());
        }
    }

    /**
     * Counts a tick; closes the selector if it has failed, if its thread has ended, or if the thread has not waited for that
     * number of ticks.
     */
    boolean closeIfUnused(int ticks) throws IOException {
        int idle = idleTicks.get();
        if (idle == CLOSED) {
            selector.close();
            return true;
        }
        if (idle < ticks && isOwnerAlive()) {
            idleTicks.compareAndSet(idle, idle == BUSY ? BUSY : idle + 1);
            return false;
        }
        if (!idleTicks.compareAndSet(idle, CLOSED)) {
            return false;
        }
        selector.close();
        return true;
    }

    boolean isOwnerAlive() {
        return owner.isAlive();
    }
}
