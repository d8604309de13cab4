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
 * A selector that any thread can take a channel out of at once, even while another thread is blocked in it. A selector on its
 * own holds on to the descriptor of a channel that was closed until the next time a thread selects.
 */
final class LockedSelector {
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** Held while selecting; fair, so that the thread that wakes the selecting one comes next. */
    private final ReentrantLock lock = new ReentrantLock(true);

    /** How many threads want the lock: as long as there are any, no thread blocks in the selector. */
    private final AtomicInteger flushing = new AtomicInteger();

    private final Selector selector = Selector.open();
    private final Consumer<SelectionKey> onReady;

    private volatile boolean woken;

    /** Hands each key that is ready to {@code onReady}, on the thread that selects. */
    LockedSelector(Consumer<SelectionKey> onReady) throws IOException {
        this.onReady = key -> {
            try {
                onReady.accept(key);
            } catch (CancelledKeyException e) {
                // its channel is being closed, or taken out
            }
        };
    }

    /** The key of a channel, which it gets, without interest in any operation, when it has none. */
    SelectionKey keyOf(SelectableChannel channel, Object attachment) throws IOException {
        SelectionKey key = channel.keyFor(selector);
        return key != null ? key : channel.register(selector, 0, attachment);
    }

    boolean has(SelectionKey key) {
        return key.selector() == selector;
    }

    /** Waits until a key is ready, or the time has passed: returns false only then. At once if the thread is interrupted. */
    boolean select(long nanos) throws IOException {
        lock.lock();
        try {
            return selectLocked(nanos); // may block
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #select}, but not if the key was cancelled before: no thread would wake this one. */
    void selectFor(SelectionKey key, long nanos) throws IOException {
        lock.lock();
        try {
            if (key.isValid()) { // a thread that cancels it from here on finds the lock taken
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

    /** Makes the thread that selects now, or next, look at what has changed. */
    void wakeup() {
        woken = true;
        selector.wakeup();
    }

    /** Takes a channel out; afterwards nothing here holds on to its descriptor. */
    void remove(SelectableChannel channel) throws IOException {
        if (cancel(channel)) {
            flush();
        }
    }

    /** The first half of {@link #remove}: if it returns true, {@link #flush} is to follow. No thread can wait for the key now. */
    boolean cancel(SelectableChannel channel) {
        SelectionKey key = channel.keyFor(selector);
        if (key == null) {
            return false;
        }
        key.cancel();
        return true;
    }

    /** Lets the selector forget the keys that were cancelled. Whatever is ready will be so when a thread selects. */
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

    /** The keys of all that is registered, as a set that goes on changing. */
    Set<SelectionKey> keys() {
        return selector.keys();
    }

    /** Closes the selector, in which no thread selects now or later. */
    void close() throws IOException {
        lock.lock();
        try {
            selector.close();
        } finally {
            lock.unlock();
        }
    }

    /** Rounds up: a wait must not end early and be begun again and again; 0 means no limit. */
    private static long millis(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            return 0;
        }
        return Math.max(1, nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI == 0 ? 0 : 1));
    }
}
