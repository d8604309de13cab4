// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.Timeout;
import io.netbackends.internal.VirtualThreads;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a non-blocking channel may be ready, in the way that suits the thread. Also closes the channel so that its
 * descriptor is released immediately, even if selectors have registered it.
 *
 * <p>For each direction, the channel is registered with the selector of the thread that waited last, which may be the same
 * for both. The lock is the object itself, to save a lock object in idle streams; no code blocks while holding it.
 */
final class Readiness {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SelectableChannel channel;

    /** Created when a thread first waits in this direction. */
    private volatile @Nullable DirectionState input;

    private volatile @Nullable DirectionState output;

    /** Written while holding the lock; nothing is registered afterwards. */
    private volatile boolean closed;

    /** One direction. */
    private static final class DirectionState {
        /** Saves an atomic object in each of possibly many idle streams. */
        private static final AtomicReferenceFieldUpdater<DirectionState, @Nullable Thread> WAITING =
                AtomicReferenceFieldUpdater.newUpdater(DirectionState.class, Thread.class, "waiting");

        /** The selector that has registered the channel; guarded by the lock. */
        @Nullable
        LockedSelector selector;

        /** Its key there, read without the lock; cancelled when the channel is removed. */
        volatile @Nullable SelectionKey key;

        /** The thread that the {@link SharedPoller} has to wake. */
        private volatile @Nullable Thread waiting;

        void setWaiting(Thread thread) {
            waiting = thread;
        }

        /** Returns the waiting thread, to a single caller. */
        @Nullable
        Thread takeWaiting() {
            return waiting == null ? null : WAITING.getAndSet(this, null);
        }
    }

    Readiness(SelectableChannel channel) {
        this.channel = channel;
    }

    SelectableChannel channel() {
        return channel;
    }

    /**
     * Waits until the channel may be ready, within the deadline; one thread for each direction at a time. The operation's
     * {@code toString} is called only for a message.
     */
    void await(int op, Object operation) throws IOException {
        boolean ready;
        do {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
            NetworkFailures.checkInterrupt(operation);
            ready = awaitOnce(op, Timeout.checkRemaining(operation)); // may block
        } while (!ready);
    }

    /**
     * Returns whether the channel may be ready; false if the time has passed, the thread was interrupted, the channel was
     * closed, or spuriously.
     */
    private boolean awaitOnce(int op, long nanos) throws IOException {
        if (op == SelectionKey.OP_CONNECT || VirtualThreads.isCurrent()) {
            SharedPoller poller = SharedPoller.enterIfPossible();
            return poller == null ? pause(nanos) : poller.await(this, op, nanos); // may block
        }
        PerThreadSelector own = SelectorRegistry.enterIfPossible();
        return own == null ? pause(nanos) : own.await(this, op, nanos); // may block
    }

    /**
     * Waits briefly; the channel may then be ready. So a process without a descriptor or thread for a selector does not
     * fail: its callers try the channel repeatedly.
     */
    private boolean pause(long nanos) {
        LockSupport.parkNanos(this, Math.min(nanos, PAUSE_NANOS));
        return true;
    }

    boolean isOpen() {
        return !closed && channel.isOpen();
    }

    /** Releases the descriptor, and wakes all waiting threads. Does not end calls that are blocked in the channel itself. */
    void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        try {
            leave();
        } finally {
            channel.close();
            wake(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Removes the channel from all selectors, which wakes the threads that wait there. */
    void leave() throws IOException {
        LockedSelector one;
        LockedSelector other;
        synchronized (this) {
            one = takeSelector(input);
            other = takeSelector(output);
        }
        if (one != null) {
            one.remove(channel);
        }
        if (other != null) {
            other.remove(channel);
        }
    }

    /**
     * Registers the channel with the selector of the current thread; returns its key there, or null if the channel is
     * closed.
     */
    @Nullable
    SelectionKey join(LockedSelector selector, int op) throws IOException {
        DirectionState state = stateInUse(Direction.of(op));
        SelectionKey key = state.key;
        if (key != null && key.isValid() && selector.has(key)) {
            return key;
        }
        LockedSelector before;
        synchronized (this) {
            if (closed) {
                return null;
            }
            before = state.selector;
            state.selector = selector;
            if (isUsing(before, input) || isUsing(before, output)) {
                before = null; // the other direction still needs it
            }
            key = selector.keyOf(channel, this);
            state.key = key;
            if (before != null && !before.cancel(channel)) { // done now, since the other direction may wait there next
                before = null;
            }
        }
        if (before != null) {
            before.flush();
        }
        return key;
    }

    /** Records that the current thread waits to be woken. */
    void registerWaiter(Direction direction) {
        stateInUse(direction).setWaiting(Thread.currentThread());
    }

    /** Reverts {@link #registerWaiter}; returns whether the thread was woken. */
    boolean wasWoken(Direction direction) {
        return stateInUse(direction).takeWaiting() == null;
    }

    /** Wakes the registered threads for any of the operations. */
    void wake(int ops) {
        for (Direction direction : Direction.values()) {
            DirectionState state = direction.isAmong(ops) ? state(direction) : null;
            Thread thread = state == null ? null : state.takeWaiting();
            if (thread != null) {
                LockSupport.unpark(thread);
            }
        }
    }

    private @Nullable DirectionState state(Direction direction) {
        return direction == Direction.INPUT ? input : output;
    }

    /** Called by the thread that waits there. */
    private DirectionState stateInUse(Direction direction) {
        DirectionState state = state(direction);
        return state == null ? stateMade(direction) : state;
    }

    private synchronized DirectionState stateMade(Direction direction) {
        DirectionState state = state(direction);
        if (state == null) {
            state = new DirectionState();
            if (direction == Direction.INPUT) {
                input = state;
            } else {
                output = state;
            }
        }
        return state;
    }

    private static boolean isUsing(@Nullable LockedSelector selector, @Nullable DirectionState state) {
        return state != null && state.selector == selector;
    }

    private static @Nullable LockedSelector takeSelector(@Nullable DirectionState state) {
        if (state == null) {
            return null;
        }
        LockedSelector selector = state.selector;
        state.selector = null;
        return selector;
    }
}
