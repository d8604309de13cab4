// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * Where one platform thread waits for channels, one at a time.
 *
 * <p>A channel stays registered after the wait, and interested in what was waited for: that is what makes the next wait for it
 * cheap. One that becomes ready while the thread waits for another loses its interest there and then.
 */
final class ThreadSelector {
    private final Thread owner = Thread.currentThread();
    private final LockedSelector selector = new LockedSelector(this::onReady);

    /** Whom the owner waits for, and whether it has come. */
    private @Nullable SelectionKey target;

    private boolean ready;

    /** Set with each wait; whoever looks for selectors that are not used any more takes it back. */
    private volatile boolean used;

    private int unusedTicks;

    ThreadSelector() throws IOException {}

    /** Waits, on the owner's thread; returns whether the channel is ready. */
    boolean await(Readiness channel, int op, long nanos) throws IOException {
        used = true;
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
            selector.select(nanos); // may block
            return ready;
        } catch (CancelledKeyException | ClosedSelectorException e) {
            selector.flush();
            return false; // another thread has taken the channel out, or this selector was closed: both may be tried
            // again
        } finally {
            target = null;
        }
    }

    private void onReady(SelectionKey key) {
        if (key == target) {
            ready = true;
        } else {
            LockedSelector.clearInterest(key, key.readyOps());
        }
    }

    boolean isOpen() {
        return selector.isOpen();
    }

    /** Called once in a tick: closes the selector if its thread has ended, or has not waited for so many ticks. */
    boolean closeIfUnused(int ticks) throws IOException {
        if (used || selector.isSelecting()) {
            used = false;
            unusedTicks = 0;
        } else {
            unusedTicks++;
        }
        return (unusedTicks > ticks || !owner.isAlive()) && selector.tryClose();
    }
}
