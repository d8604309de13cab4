// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.loop;

import io.netbackends.internal.Ticker;
import io.netbackends.support.EventLoop;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The timers of a loop, for its thread alone. */
final class TimerQueue {
    /** Taking a timer from the middle of the heap is slow: cancelled ones are removed together, when they are half of all. */
    private static final int FEWEST_TO_REMOVE = 16;

    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private int cancelled;

    /** A task and when it is due. A timer that has run or was cancelled has no task any more. */
    private final class Timer implements EventLoop.ScheduledTask, Comparable<Timer> {
        private final long at;
        private @Nullable Runnable task;

        Timer(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        /** Returns null if the timer was cancelled. */
        @Nullable
        Runnable takeTask() {
            Runnable taken = task;
            task = null;
            return taken;
        }

        @Override
        public int compareTo(Timer other) {
            return Long.signum(at - other.at);
        }

        @Override
        public void cancel() {
            if (takeTask() != null) {
                cancelled++;
                removeCancelled();
            }
        }
    }

    EventLoop.ScheduledTask add(long nanos, Runnable task) {
        Timer timer = new Timer(Ticker.SYSTEM.read() + nanos, Objects.requireNonNull(task, "task"));
        timers.add(timer);
        return timer;
    }

    private void removeCancelled() {
        if (cancelled >= FEWEST_TO_REMOVE && cancelled > timers.size() / 2) {
            timers.removeIf(timer -> timer.task == null);
            cancelled = 0;
        }
    }

    boolean isEmpty() {
        return timers.size() == cancelled;
    }

    /** Returns how long there is nothing to run: nanoseconds, not negative, {@link Long#MAX_VALUE} if there is no timer. */
    long nanosToNext() {
        for (Timer next = timers.peek(); next != null; next = timers.peek()) {
            if (next.task != null) {
                return Math.max(0, next.at - Ticker.SYSTEM.read());
            }
            timers.remove();
            cancelled--;
        }
        return Long.MAX_VALUE;
    }

    /** Runs what was due when this method was called. */
    void runDue(Consumer<Runnable> runner) {
        if (timers.isEmpty()) {
            return;
        }
        long now = Ticker.SYSTEM.read();
        for (Timer next = timers.peek(); next != null && next.at - now <= 0; next = timers.peek()) {
            timers.remove();
            Runnable task = next.takeTask();
            if (task == null) {
                cancelled--;
            } else {
                runner.accept(task);
            }
        }
    }
}
