// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.Deadlines;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.NetworkFuture;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A future that waits for what a thread brings: it ends once, by that, by its deadline, or because it is given up. */
final class Waiter<T> extends NetworkFuture<T> {
    private final Handoff<T> handoff;
    private final Deadlines deadlines;
    private final Object operation;
    private final UnaryOperator<T> received;
    private volatile @Nullable Future<?> timer;

    Waiter(Handoff<T> handoff, Deadlines deadlines, Object operation, UnaryOperator<T> received) {
        this.handoff = handoff;
        this.deadlines = deadlines;
        this.operation = operation;
        this.received = received;
    }

    /** Called before the future can end, and again by a timer that finds its deadline cancelled. */
    void startTimer() {
        long remaining = deadlines.remainingNanos();
        if (remaining < Long.MAX_VALUE) {
            timer = Timers.onThreadAfter(remaining, this::expire);
        }
    }

    /** Not on the timers' own thread, which functions of the caller's must not keep. */
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

    /** Called by the handoff, which has taken this future off its queue. */
    void give(T value) {
        stopTimer();
        super.complete(received.apply(value));
    }

    /** Called by the handoff, which has taken this future off its queue. */
    void fail(Throwable failure) {
        stopTimer();
        super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return completeExceptionally(new CancellationException(operation + ": cancelled")) || isCancelled();
    }

    @Override
    public boolean complete(@Nullable T value) {
        if (!handoff.giveUp(this)) {
            return false;
        }
        stopTimer();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        if (!handoff.giveUp(this)) {
            return false;
        }
        fail(failure);
        return true;
    }
}
