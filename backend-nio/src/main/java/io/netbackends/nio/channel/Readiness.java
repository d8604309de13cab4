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
 * Waits until a non-blocking channel may be ready, in the way that suits the thread; and closes the channel so that its
 * descriptor is free at once, whichever selectors it is registered with.
 *
 * <p>It is registered with one selector for each direction, which may be the same: that of the thread that waited last. The
 * lock is the object itself: nothing blocks under it, and idle streams shall not hold one each.
 */
final class Readiness {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SelectableChannel channel;

    /** Made when a thread waits there first. */
    private volatile @Nullable DirectionState input;

    private volatile @Nullable DirectionState output;

    /** Written under the lock: nothing is registered afterwards. */
    private volatile boolean closed;

    /** One direction. */
    private static final class DirectionState {
        /** In place of an object for each: there may be many idle streams. */
        private static final AtomicReferenceFieldUpdater<DirectionState, @Nullable Thread> WAITING =
                AtomicReferenceFieldUpdater.newUpdater(DirectionState.class, Thread.class, "waiting");

        /** Where the channel is registered; guarded by the lock. */
        @Nullable
        LockedSelector selector;

        /** Its key there, for a look without the lock: it is cancelled when the channel leaves. */
        volatile @Nullable SelectionKey key;

        /** The thread that waits for the {@link SharedPoller} to wake it. */
        private volatile @Nullable Thread waiting;

        void setWaiting(Thread thread) {
            waiting = thread;
        }

        /** Returns the thread that waited, to one caller only. */
        @Nullable
        Thread takeWaiting() {
            return waiting == null ? null : WAITING.getAndSet(this, null);
        }
    }

    Readiness(SelectableChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until the channel is ready, or may be, within the deadline; one thread for each direction at a time. What the operation's
     * {@code toString} says, for messages, is asked for when there is one.
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
     * Returns whether the channel may be ready. It is not if the time has passed, the thread was interrupted, the channel
     * was closed, or for no reason.
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
     * Waits a moment, in which the channel may have become ready. So a process that has no descriptor or thread left for a
     * selector does not fail: its callers try the channel again and again.
     */
    private boolean pause(long nanos) {
        LockSupport.parkNanos(this, Math.min(nanos, PAUSE_NANOS));
        return true;
    }

    boolean isOpen() {
        return !closed && channel.isOpen();
    }

    /** Frees the descriptor, and wakes all threads that wait. Does not end calls that a blocking channel is in the middle of. */
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

    /** Takes the channel out of all selectors, which wakes the threads that wait there. */
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

    /** Puts the channel into the selector of the thread that waits now; returns its key there, or null if the channel is closed. */
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
                before = null; // it is still needed there
            }
            key = selector.keyOf(channel, this);
            state.key = key;
            if (before != null && !before.cancel(channel)) { // now: the other direction may come to wait there next
                before = null;
            }
        }
        if (before != null) {
            before.flush();
        }
        return key;
    }

    /** Notes that the current thread waits to be woken. */
    void registerWaiter(Direction direction) {
        stateInUse(direction).setWaiting(Thread.currentThread());
    }

    /** Ends what {@link #registerWaiter} began; returns whether the thread was woken. */
    boolean wasWoken(Direction direction) {
        return stateInUse(direction).takeWaiting() == null;
    }

    /** Wakes the threads that wait to be woken for any of the operations. */
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

    /** For the thread that waits there. */
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
