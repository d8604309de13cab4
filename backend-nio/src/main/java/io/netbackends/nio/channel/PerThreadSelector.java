// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where one platform thread waits for channels, one at a time.
 *
 * <p>A channel stays registered after the wait, and interested in what was waited for: that is what makes the next wait for it
 * cheap. One that becomes ready while the thread waits for another loses its interest there and then.
 */
final class PerThreadSelector {
    private static final int BUSY = -1;
    private static final int CLOSED = -2;

    private final Thread owner = Thread.currentThread();
    private final LockedSelector selector = new LockedSelector(this::onReady);

    /** How many ticks ago the last wait ended, or {@link #BUSY} during one, or {@link #CLOSED}. */
    private final AtomicInteger idleTicks = new AtomicInteger(BUSY);

    /** The channel that the owner waits for, and whether it is ready. */
    private @Nullable SelectionKey target;

    private boolean ready;

    /** Makes one that is entered already. */
    PerThreadSelector() throws IOException {}

    /** Begins a wait, during which it is not closed; returns false if it was before. */
    boolean enter() {
        return idleTicks.getAndUpdate(ticks -> ticks == CLOSED ? CLOSED : BUSY) != CLOSED;
    }

    /** Waits, on the owner's thread, which has entered; returns whether the channel is ready. */
    boolean await(Readiness channel, int op, long nanos) throws IOException {
        int idle = 0;
        try {
            return awaitEntered(channel, op, nanos); // may block
        } catch (Error e) { // out of memory: what the selector knows may be incomplete, so the thread gets another
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
            selector.flush(); // another thread has taken the channel out, and this one may put it in again
            return false;
        }
    }

    /** Closes the selector, in which no thread waits now or later. */
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

    /** Counts a tick; closes the selector if it has failed, or its thread has ended, or has not waited for that many ticks. */
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
