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
 * A future in a queue, for what another thread brings: it ends once, by that, by its deadline, or because it is given up. Only
 * what takes it off the queue ends it, so that nothing is brought to a future that is over.
 *
 * @param <V> what is brought
 * @param <T> what the future gives
 */
public final class Waiter<V, T> extends NetworkFuture<T> {
    private final Deadlines deadlines;
    private final Object operation;
    private final Function<? super V, ? extends T> received;
    private final Predicate<? super Waiter<V, T>> leave;
    private volatile @Nullable Future<?> timer;

    /**
     * Makes a future, to be put on a queue before {@link #startTimer} is called.
     *
     * @param deadlines end the wait
     * @param operation for messages; only then its {@code toString} is called
     * @param received makes of what is brought what the future gives
     * @param leave takes the future off the queue, and tells whether it was there
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

    /** Called before the future can end, and again by a timer that finds its deadline cancelled. */
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
     * Completes the future, which has been taken off its queue.
     *
     * @param value what is brought
     */
    public void give(V value) {
        stopTimer();
        super.complete(received.apply(value));
    }

    /**
     * Fails the future, which has been taken off its queue.
     *
     * @param failure what it fails with
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
