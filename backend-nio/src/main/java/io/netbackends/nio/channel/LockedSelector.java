// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A selector from which any thread can remove a channel immediately, even while another thread is blocked in it. A plain
 * selector retains the descriptor of a closed channel until the next selection.
 */
final class LockedSelector {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** Held during a selection; fair, so that the thread that wakes the selecting one gets it next. */
    private final ReentrantLock lock = new ReentrantLock(true);

    /** The number of threads that wait for the lock; while there are any, no thread blocks in the selector. */
    private final AtomicInteger flushing = new AtomicInteger();

    private final Selector selector = Selector.open();
    private final Consumer<SelectionKey> onReady;

    private volatile boolean woken;

    /** Passes each ready key to {@code onReady}, on the selecting thread. */
    LockedSelector(Consumer<SelectionKey> onReady) throws IOException {
        this.onReady = key -> {
            try {
                onReady.accept(key);
            } catch (CancelledKeyException e) {
                // its channel is being closed or removed
            }
        };
    }

    /** Returns the key of a channel; registers it without interest in any operation if it has none. */
    SelectionKey keyOf(SelectableChannel channel, Object attachment) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        return key != null ? key : channel.register(selector, 0, attachment);
    }

    boolean has(SelectionKey key) {
        return key.selector() == selector;
    }

    /**
     * Waits until a key is ready; returns false only if the time has passed. Returns immediately if the thread is
     * interrupted.
     */
    boolean select(long nanos) throws IOException {
        lock.lock();
        try {
            return selectLocked(nanos); // may block
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #select}, but does not wait if the key is already cancelled: no thread would wake this one. */
    void selectFor(SelectionKey key, long nanos) throws IOException {
        lock.lock();
        try {
            if (key.isValid()) { // a thread that cancels it from now on finds the lock held
                selectLocked(nanos); // may block
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean selectLocked(long nanos) throws IOException {
        woken = false;
        if (flushing.get() > 0) {
            selector.selectNow(onReady);
            return true;
        }
        return selector.select(onReady, millis(nanos)) > 0 || woken; // may block
    }

    /** Wakes the thread that selects now or next, so that it notices changes. */
    void wakeup() {
        woken = true;
        selector.wakeup();
    }

    /** Removes a channel; afterwards this selector does not retain its descriptor. */
    void remove(SelectableChannel channel) throws IOException {
        if (cancel(channel)) {
            flush();
        }
    }

    /**
     * The first half of {@link #remove}; if it returns true, the caller must call {@link #flush}. No thread can wait for the
     * key any more.
     */
    boolean cancel(SelectableChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        if (key == null) {
            return false;
        }
        key.cancel();
        return true;
    }

    /** Makes the selector release cancelled keys. Ready keys stay ready for the next selection. */
    void flush() throws IOException {
        if (!lock.tryLock()) {
            flushing.incrementAndGet();
            wakeup();
            lock.lock();
            flushing.decrementAndGet();
        }
        try {
            if (selector.isOpen()) {
                selector.selectNow(key -> {});
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns the keys of all registered channels, as a live set. */
    Set<SelectionKey> keys() {
        return selector.keys();
    }

    /** Closes the selector; no thread may use it now or later. */
    void close() throws IOException {
        lock.lock();
        try {
            selector.close();
        } finally {
            lock.unlock();
        }
    }

    /** Rounds up, so that a wait does not end early and restart repeatedly; 0 means no limit. */
    private static long millis(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return 0;
        }
        return Math.max(1, nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI == 0 ? 0 : 1));
    }
}
