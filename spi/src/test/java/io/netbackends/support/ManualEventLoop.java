// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A loop without a thread: the test runs its tasks and moves its clock. */
final class ManualEventLoop implements EventLoop {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final List<Timer> timers = new ArrayList<>();
    private long now;
    private volatile @Nullable Thread running;

    private final class Timer implements ScheduledTask {
        private final long at;
        private final Runnable task;

        Timer(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        @Override
        public void cancel() {
            timers.remove(this);
        }
    }

    /** Whether the test's thread acts as the loop's, as it does while tasks run. */
    @Override
    public boolean isLoopThread() {
        return running == Thread.currentThread();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public ScheduledTask schedule(long nanos, Runnable task) {
        Timer timer = new Timer(now + nanos, task);
        timers.add(timer);
        return timer;
    }

    /** Runs all tasks, and those that they add. */
    void runAll() {
        Thread before = running;
        running = Thread.currentThread();
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        } finally {
            running = before;
        }
    }

    /** Runs one task like a loop. */
    void runAll(Runnable first) {
        execute(first);
        runAll();
    }

    /** Runs tasks until a condition holds; waits for tasks from other threads. */
    void runUntil(BooleanSupplier condition) throws InterruptedException {
        runAll();
        while (!condition.getAsBoolean()) {
            Runnable task = tasks.poll(30, TimeUnit.SECONDS);
            if (task == null) {
                throw new AssertionError("the loop has nothing to do");
            }
            runAll(task);
        }
    }

    /** Moves the clock of the timers, and runs those that are due. */
    void advance(Duration duration) {
        now += duration.toNanos();
        for (Timer timer : List.copyOf(timers)) {
            if (timer.at - now <= 0 && timers.remove(timer)) {
                runAll(timer.task);
            }
        }
    }

    int timers() {
        return timers.size();
    }

    boolean isIdle() {
        return tasks.isEmpty();
    }
}
