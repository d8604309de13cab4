// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.Timeout;
import io.netbackends.internal.ConnectThreads;
import io.netbackends.internal.Ticker;
import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs each attempt to connect on a daemon thread, under the deadlines of the thread that started it. */
final class ThreadedAttemptRunner<T extends Closeable> implements AttemptRunner<T>, Closeable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Set<HappyEyeballs.Attempt<T>> running = new LinkedHashSet<>();
    private final Deque<Outcome<T>> outcomes = new ArrayDeque<>();
    private boolean closed;

    @Override
    public long now() {
        return Ticker.SYSTEM.read();
    }

    /** After {@link #close}, closes the attempt and does not start it. */
    @Override
    public void start(InetSocketAddress address, HappyEyeballs.Attempt<T> attempt) {
        boolean late;
        lock.lock();
        try {
            late = closed;
            if (!late) {
                running.add(attempt);
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            HappyEyeballs.closeQuietly(attempt);
            return;
        }
        ConnectThreads.execute(Timeout.propagate(() -> run(address, attempt)));
    }

    @Override
    public @Nullable Outcome<T> await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long remaining = nanos;
            while (outcomes.isEmpty() && !closed && remaining > 0) {
                remaining = ended.awaitNanos(remaining); // may block
            }
            return outcomes.poll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the attempts that are still running, and the wait for them. A connection that one of them has made, or makes later, is
     * closed. May be called by any thread.
     */
    @Override
    public void close() {
        List<Closeable> losers = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            losers.addAll(running);
            outcomes.forEach(outcome -> {
                if (outcome.connection() != null) {
                    losers.add(outcome.connection());
                }
            });
            outcomes.clear();
            ended.signal();
        } finally {
            lock.unlock();
        }
        losers.forEach(HappyEyeballs::closeQuietly);
    }

    private void run(InetSocketAddress address, HappyEyeballs.Attempt<T> attempt) {
        try {
            T connection = attempt.connect(); // may block
            if (!add(attempt, new Outcome<>(address, connection, null))) {
                HappyEyeballs.closeQuietly(connection);
            }
        } catch (Throwable e) { // unchecked ones end the race: the thread that waits for it throws them
            HappyEyeballs.closeQuietly(attempt);
            add(attempt, new Outcome<>(address, null, e));
        }
    }

    private boolean add(HappyEyeballs.Attempt<T> attempt, Outcome<T> outcome) {
        lock.lock();
        try {
            running.remove(attempt);
            if (!closed) {
                outcomes.add(outcome);
                ended.signal();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }
}
