// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Deadlines;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.ShortageException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * An asynchronous call under way. It ends once: done, failed, timed out, cancelled, or completed by its caller. It moves
 * bytes only while it holds its own monitor and has not ended, so after a successful cancellation it never moves any. No
 * code waits while holding the monitor.
 */
final class AsyncCall<T extends @Nullable Object> extends NetworkFuture<T> {
    private final AsyncDirection direction;
    private final Object operation;
    private final Deadlines deadlines;
    private final CallStep<T> step;
    private boolean over;

    /**
     * Makes a call; {@link #begin} starts it.
     *
     * @param direction the direction in which the call waits
     * @param operation for messages; its {@code toString} is called only for a failure
     */
    AsyncCall(AsyncDirection direction, Object operation, Deadlines deadlines, CallStep<T> step) {
        this.direction = direction;
        this.operation = operation;
        this.deadlines = deadlines;
        this.step = step;
    }

    /**
     * Starts the call, on any thread.
     *
     * @param worthTrying whether to try immediately; if not, the call waits for the transport's callback first
     */
    void begin(boolean worthTrying) {
        EventLoop loop = direction.loop();
        try {
            if (!worthTrying) {
                loop.run(this::park);
            } else if (!direction.mayCompleteAtOnce()) {
                loop.execute(this::beginLater);
            } else if (!proceed()) {
                loop.run(this::park);
            }
        } catch (Throwable e) { // the loop has no thread
            end(new ShortageException(e));
        }
    }

    private void beginLater() {
        if (!isOver()) {
            direction.startTimer(deadlines);
        }
        direction.run();
    }

    private void park() {
        if (!isOver()) {
            direction.startTimer(deadlines);
            step.awaitReady(direction);
        }
    }

    /** Continues, on the loop's thread, when the transport may be ready. */
    void ready() {
        deadlines.noteProgress();
        if (deadlines.remainingNanos() == 0) {
            checkDeadline();
        }
        if (!isOver() && !proceed()) {
            step.awaitReady(direction);
        }
    }

    /** Ends the call if its deadline has passed, else starts the timer again; on the loop's thread. */
    void checkDeadline() {
        NetworkTimeoutException expired = deadlines.expired(operation);
        if (expired != null) {
            end(expired);
        } else if (!isOver()) {
            direction.startTimer(deadlines);
        }
    }

    private boolean proceed() {
        Throwable failure = null;
        synchronized (this) {
            if (over) {
                return true;
            }
            try {
                if (!step.proceed()) {
                    return false;
                }
            } catch (Throwable e) { // out of memory, for example
                failure = e;
            }
            over = true;
        }
        complete(failure);
        return true;
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean tryEnd() {
        boolean ended = !over;
        over = true;
        return ended;
    }

    /** Fails the call, unless it has ended already. */
    private void end(Throwable failure) {
        if (tryEnd()) {
            complete(failure);
        }
    }

    /** Fails the call because the stream was closed, unless it has ended already. */
    void endByClose(StreamState state) {
        if (tryEnd()) {
            tell(state.closed(operation));
        }
    }

    private void complete(@Nullable Throwable failure) {
        tell(failure == null ? null : step.failed(failure));
    }

    /** Completes the future. Another call may begin before that, since functions of the future may make one. */
    private void tell(@Nullable Throwable failure) {
        leave();
        Deadlines.none().run(() -> {
            if (failure == null) {
                super.complete(step.result());
            } else {
                super.completeExceptionally(failure);
            }
        });
    }

    private void leave() {
        direction.leave(this);
        step.release();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        end(new CancellationException(operation + ": cancelled"));
        return isCancelled();
    }

    /** Abandons the call, as {@link #cancel} does; called by {@code completeOnTimeout}, for example. */
    @Override
    public boolean complete(@Nullable T value) {
        return giveUp() && super.complete(value);
    }

    /** Abandons the call, as {@link #cancel} does; called by {@code orTimeout}, for example. */
    @Override
    public boolean completeExceptionally(Throwable failure) {
        return giveUp() && super.completeExceptionally(failure);
    }

    private boolean giveUp() {
        boolean ended = tryEnd();
        if (ended) {
            step.failed(new CancellationException(operation + ": the call was abandoned"));
            leave();
        }
        return ended;
    }
}
