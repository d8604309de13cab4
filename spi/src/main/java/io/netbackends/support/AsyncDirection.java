// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Deadlines;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The call that waits in one direction of an asynchronous stream, and the timer for its deadline. {@link #run} is the transport's
 * callback.
 *
 * <p>All calls share one timer. It stays set when a call ends, and is reset only if it would be too late for a later call:
 * most calls end long before their deadlines.
 */
final class AsyncDirection implements Runnable {
    /** The number of consecutive calls that may complete immediately on the loop's thread before other streams run. */
    private static final int MAX_AT_ONCE = 16;

    private final EventLoop loop;
    private volatile @Nullable AsyncCall<?> call;
    private EventLoop.@Nullable ScheduledTask timer;

    /** The reading of the clock at which the timer runs. */
    private long timerAt;

    private int completedAtOnce;

    AsyncDirection(EventLoop loop) {
        this.loop = loop;
    }

    EventLoop loop() {
        return loop;
    }

    void enter(AsyncCall<?> entering) {
        call = entering;
    }

    /** Releases a call that has ended. */
    void leave(AsyncCall<?> leaving) {
        if (call == leaving) {
            call = null;
        }
    }

    /** Returns whether a call may be tried before it returns its future. */
    boolean mayCompleteAtOnce() {
        if (!NetworkFuture.mayCompleteAtOnce()) {
            return false;
        }
        return !loop.isLoopThread() || ++completedAtOnce <= MAX_AT_ONCE;
    }

    /** Fails the pending call, if any, because the stream was closed. */
    void endByClose(StreamState state) {
        AsyncCall<?> waiting = call;
        if (waiting != null) {
            waiting.endByClose(state);
        }
    }

    /** Continues the pending call when the transport may be ready; on the loop's thread. */
    @Override
    public void run() {
        completedAtOnce = 0;
        AsyncCall<?> waiting = call;
        if (waiting != null) {
            waiting.ready();
        }
    }

    /** Ensures that the timer runs when the call's deadline passes; on the loop's thread. */
    void startTimer(Deadlines deadlines) {
        long remaining = deadlines.remainingNanos();
        if (remaining == Long.MAX_VALUE) {
            return;
        }
        long at = Ticker.SYSTEM.read() + remaining;
        if (timer == null || at - timerAt < 0) {
            stopTimer();
            timerAt = at;
            timer = loop.schedule(remaining, this::expire);
        }
    }

    /** Cancels the timer; on the loop's thread. */
    void stopTimer() {
        EventLoop.ScheduledTask running = timer;
        if (running != null) {
            timer = null;
            running.cancel();
        }
    }

    private void expire() {
        timer = null;
        AsyncCall<?> waiting = call;
        if (waiting != null) {
            waiting.checkDeadline();
        }
    }
}
