// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import io.netbackends.Deadlines;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.support.EventLoop;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A call that waits for a connection; it ends once. */
final class AcceptCall extends NetworkFuture<AsyncNetworkStreamInterface> {
    private final EventLoop loop;
    private final String operation;
    private final Deadlines deadlines;
    private EventLoop.@Nullable ScheduledTask timer;
    private boolean over;

    AcceptCall(EventLoop loop, String operation, Deadlines deadlines) {
        this.loop = loop;
        this.operation = operation;
        this.deadlines = deadlines;
    }

    synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean tryEnd() {
        boolean ended = !over;
        over = true;
        return ended;
    }

    /** Starts the timer for the deadline, on the loop's thread. */
    void startTimer() {
        long remaining = deadlines.remainingNanos();
        if (remaining < Long.MAX_VALUE && !isOver()) {
            timer = loop.schedule(remaining, this::expire);
        }
    }

    private void expire() {
        NetworkTimeoutException expired = deadlines.expired(operation);
        if (expired == null) {
            startTimer(); // a deadline was cancelled
        } else {
            fail(expired);
        }
    }

    /**
     * Claims the call for a connection, which {@link #give} passes to it; returns false if the call has ended. On the loop's
     * thread.
     */
    boolean claim() {
        if (deadlines.remainingNanos() == 0) {
            NetworkTimeoutException expired = deadlines.expired(operation);
            if (expired != null) {
                fail(expired);
            }
        }
        return tryEnd();
    }

    /** Ends a claimed call. */
    void give(@Nullable AsyncNetworkStreamInterface stream, @Nullable Throwable failure) {
        stopTimer();
        Deadlines.none().run(() -> {
            if (failure == null) {
                super.complete(stream);
            } else {
                super.completeExceptionally(failure);
            }
        });
    }

    void fail(Throwable failure) {
        if (tryEnd()) {
            give(null, failure);
        }
    }

    private void stopTimer() {
        try {
            loop.run(() -> {
                if (timer != null) {
                    timer.cancel();
                }
            });
        } catch (Throwable e) {
            // the loop has no thread, so there is no timer
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        fail(new CancellationException(operation + ": cancelled"));
        return isCancelled();
    }

    @Override
    public boolean complete(@Nullable AsyncNetworkStreamInterface value) {
        boolean ended = tryEnd();
        if (ended) {
            stopTimer();
        }
        return ended && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean ended = tryEnd();
        if (ended) {
            stopTimer();
        }
        return ended && super.completeExceptionally(failure);
    }
}
