// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A selector that any thread can take a channel out of at once, even while another thread is blocked in it. A selector on its
 * own holds on to the descriptor of a channel that was closed until the next time somebody selects.
 */
final class LockedSelector {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** Held while selecting; fair, so that who wakes the selecting thread comes next, before it selects again. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final Selector selector = Selector.open();
    private final Consumer<SelectionKey> onReady;

    private volatile boolean woken;

    /** Hands each key that is ready to {@code onReady}, which must not fail, while the thread selects. */
    LockedSelector(Consumer<SelectionKey> onReady) throws IOException {
        this.onReady = onReady;
    }

    /** The key of a channel, which it gets, without interest in any operation, when it has none. */
    SelectionKey keyOf(SelectableChannel channel, Object attachment) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        return key != null ? key : channel.register(selector, 0, attachment);
    }

    /** Waits until a key is ready, or the time is over: returns false only then. At once if the thread is interrupted. */
    boolean select(long nanos) throws IOException {
        lock.lock();
        try {
            woken = false;
            return selector.isOpen() && (selector.select(onReady, millis(nanos)) > 0 || woken); // may block
        } finally {
            lock.unlock();
        }
    }

    /** Makes the thread that selects now, or next, look at what has changed. */
    void wakeup() {
        woken = true;
        selector.wakeup();
    }

    /** Takes a channel out; afterwards nothing here holds on to its descriptor. */
    void remove(SelectableChannel channel) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        if (key != null) {
            key.cancel();
            flush();
        }
    }

    /** Lets the selector forget the keys that were cancelled. */
    void flush() throws IOException {
        if (!lock.tryLock()) {
            wakeup();
            lock.lock();
        }
        try {
            if (selector.isOpen()) {
                selector.selectNow(onReady);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        return selector.isOpen();
    }

    boolean isSelecting() {
        return lock.isLocked();
    }

    /** Closes the selector unless somebody selects. */
    boolean tryClose() throws IOException {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            selector.close();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the selector; for the thread that selects in it. */
    void close() throws IOException {
        lock.lock();
        try {
            selector.close();
        } finally {
            lock.unlock();
        }
    }

    /** Takes back interest; a key that was cancelled meanwhile has none. */
    static void clearInterest(SelectionKey key, int ops) {
        try {
            key.interestOpsAnd(~ops);
        } catch (CancelledKeyException e) {
            // its channel is being closed
        }
    }

    /** Rounds up: a wait must not end early and be begun again and again; 0 means for ever. */
    private static long millis(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return 0;
        }
        return Math.max(1, nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI == 0 ? 0 : 1));
    }
}
