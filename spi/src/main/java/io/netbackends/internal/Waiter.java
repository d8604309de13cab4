// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.Deadlines;
import io.netbackends.NetworkTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queued future that waits for a value from another thread. It ends once: by the value, by its deadline, or by its
 * cancellation. Only the code that removes it from the queue completes it, so no value is passed to a future that has ended.
 *
 * @param <V> the value passed in
 * @param <T> the result of the future
 */
public final class Waiter<V, T> extends NetworkFuture<T> {
    private final Deadlines deadlines;
    private final Object operation;
    private final Function<? super V, ? extends T> received;
    private final Predicate<? super Waiter<V, T>> leave;
    private volatile @Nullable Future<?> timer;

    /**
     * Makes a future, which the caller adds to a queue before it calls {@link #startTimer}.
     *
     * @param deadlines end the wait
     * @param operation for messages; its {@code toString} is called only for a failure
     * @param received converts the value to the result of the future
     * @param leave removes the future from the queue, and returns whether the queue contained it
     */
    public Waiter(
            Deadlines deadlines,
            Object operation,
            Function<? super V, ? extends T> received,
            Predicate<? super Waiter<V, T>> leave) {
        this.deadlines = deadlines;
        this.operation = operation;
        this.received = received;
        this.leave = leave;
    }

    /** Called before the future can end, and by the timer if it finds the deadline cancelled. */
    public void startTimer() {
        long remaining = deadlines.remainingNanos();
        if (remaining < Long.MAX_VALUE) {
            timer = Timers.after(remaining, this::expire);
        }
    }

    private void expire() {
        NetworkTimeoutException expired = deadlines.expired(operation);
        if (expired != null) {
            completeExceptionally(expired);
        } else if (!isDone()) { // a deadline was cancelled
            startTimer();
            if (isDone()) {
                stopTimer();
            }
        }
    }

    private void stopTimer() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }

    /**
     * Completes the future, which was removed from its queue.
     *
     * @param value from the other thread
     */
    public void give(V value) {
        stopTimer();
        super.complete(received.apply(value));
    }

    /**
     * Fails the future, which was removed from its queue.
     *
     * @param failure its exception
     */
    public void fail(Throwable failure) {
        stopTimer();
        super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return completeExceptionally(new CancellationException(operation + ": cancelled")) || isCancelled();
    }

    @Override
    public boolean complete(@Nullable T value) {
        if (!leave.test(this)) {
            return false;
        }
        stopTimer();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        if (!leave.test(this)) {
            return false;
        }
        fail(failure);
        return true;
    }
}
