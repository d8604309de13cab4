// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.Deadlines;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Timers;
import io.netbackends.internal.Waiter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Passes the results of a blocking call, made by threads, to the futures that wait for them, in the order of the futures. If
 * a future is cancelled, its thread stays in the call, and the result goes to the next future: nothing is lost.
 *
 * <p>The threads run without deadlines; a timer ends a future at its deadline.
 *
 * @param <T> the result of the blocking call
 */
final class Handoff<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter<T, T>> waiting = new ArrayDeque<>();

    /** The results that no future waited for. */
    private final Deque<T> kept = new ArrayDeque<>();

    /** The number of threads in the blocking call; not less than the number of waiting futures. */
    private int threads;

    /** Receives the results that no future waits for; null while they are stored. */
    private @Nullable Consumer<? super T> leftovers;

    /**
     * Returns a future for the next result, which fails if the deadlines active here pass first.
     *
     * @param call made on a new thread, unless a thread of a cancelled future is still in the call
     * @param received converts the result of the call to the result of the future
     */
    CompletableFuture<T> next(Object operation, Deadlines.Task<T, IOException> call, UnaryOperator<T> received) {
        Deadlines deadlines = Deadlines.current();
        deadlines.noteProgress();
        NetworkTimeoutException expired = deadlines.expired(operation);
        if (expired != null) {
            return NetworkFutures.failed(expired);
        }
        Waiter<T, T> waiter = new Waiter<>(deadlines, operation, received, this::giveUp);
        boolean startThread = false;
        lock.lock();
        try {
            T value = kept.poll();
            if (value != null) {
                return given(waiter, value);
            }
            waiter.startTimer();
            waiting.add(waiter);
            startThread = threads < waiting.size();
            threads += startThread ? 1 : 0;
        } catch (Throwable e) { // no thread for the timer, for example
            return NetworkFutures.failed(e);
        } finally {
            lock.unlock();
        }
        if (startThread) {
            start(() -> deadlines.progress().call(call));
        }
        return waiter;
    }

    /** Puts back a part of the result of {@link #next}, ahead of all other results. */
    void putBack(T rest) {
        lock.lock();
        try {
            kept.addFirst(rest);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the stored result that the next future would get; null if there is none. */
    @Nullable
    T peek() {
        lock.lock();
        try {
            return kept.peek();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether no thread is in the call and no result is stored. */
    boolean isIdle() {
        lock.lock();
        try {
            return threads == 0 && kept.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Passes on the stored results, and from now on each result that no future waits for. */
    void drain(Consumer<? super T> sink) {
        List<T> rest;
        lock.lock();
        try {
            leftovers = sink;
            rest = List.copyOf(kept);
            kept.clear();
        } finally {
            lock.unlock();
        }
        rest.forEach(sink);
    }

    /** Ends the wait of a future; returns false if it has ended already. */
    private boolean giveUp(Waiter<T, T> waiter) {
        lock.lock();
        try {
            return waiting.remove(waiter);
        } finally {
            lock.unlock();
        }
    }

    /** Nested functions, each with a call that completes immediately, would overflow the stack. */
    private CompletableFuture<T> given(Waiter<T, T> waiter, T value) {
        if (NetworkFuture.mayCompleteAtOnce()) {
            waiter.give(value);
            return waiter;
        }
        try {
            Timers.THREADS.execute(() -> waiter.give(value));
        } catch (Throwable e) { // no thread available
            kept.addFirst(value);
            throw e;
        }
        return waiter;
    }

    private void start(Deadlines.Task<T, IOException> call) {
        try {
            Timers.THREADS.execute(() -> bring(call));
        } catch (Throwable e) { // no thread available
            pass(null, e);
        }
    }

    private void bring(Deadlines.Task<T, IOException> call) {
        T value;
        try {
            value = call.call(); // may block
        } catch (Throwable e) {
            pass(null, e);
            return;
        }
        pass(value, null);
    }

    /** A failure for which no future waits is dropped: the next call will fail in the same way. */
    private void pass(@Nullable T value, @Nullable Throwable failure) {
        Waiter<T, T> waiter;
        Consumer<? super T> sink;
        lock.lock();
        try {
            threads--;
            waiter = waiting.poll();
            sink = leftovers;
            if (waiter == null && value != null && sink == null) {
                kept.add(value);
            }
        } finally {
            lock.unlock();
        }
        if (waiter != null && failure != null) {
            waiter.fail(failure);
        } else if (waiter != null && value != null) {
            waiter.give(value);
        } else if (value != null && sink != null) {
            sink.accept(value);
        }
    }
}
