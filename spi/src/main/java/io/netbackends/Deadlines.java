// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines that were active on a thread at one moment: a snapshot, for work that is done or watched by another thread.
 *
 * <p>A snapshot keeps counting after the blocks it was taken in have ended, and a later {@link Timeout#cancel} of one of its
 * deadlines reaches it, as does what starts an {@linkplain Timeout#idle idle} one anew. Otherwise it never changes. Safe for use by several threads.
 *
 * <p>{@link Timeout#propagate} <em>adds</em> the deadlines of one thread to those of another; {@link #run} and {@link #call}
 * put these deadlines in the place of the thread's own.
 */
public final class Deadlines {
    private static final Deadlines NONE = new Deadlines(null);

    private final @Nullable Timeout innermost;

    /**
     * A task with a result.
     *
     * @param <T> what the task returns
     * @param <E> what the task may throw, beside unchecked exceptions
     */
    @FunctionalInterface
    public interface Task<T extends @Nullable Object, E extends Exception> {
        /**
         * Does the task.
         *
         * @return its result
         * @throws E if the task fails
         */
        T call() throws E;
    }

    private Deadlines(@Nullable Timeout innermost) {
        this.innermost = innermost;
    }

    /** {@return the deadlines that are active on this thread now} */
    public static Deadlines current() {
        Timeout innermost = Timeout.innermost();
        return innermost == null ? NONE : new Deadlines(innermost);
    }

    /** {@return no deadlines: {@link #run} lets a task wait indefinitely, whatever deadlines the thread has} */
    public static Deadlines none() {
        return NONE;
    }

    /**
     * Returns whether there is a deadline that was not cancelled, passed or not. Does not look at the clock.
     *
     * @return whether {@link #remainingNanos} is anything but {@link Long#MAX_VALUE}
     */
    public boolean areActive() {
        return TimeoutChain.isActive(innermost);
    }

    /**
     * Returns the time until the tightest of these deadlines.
     *
     * @return nanoseconds, zero if the deadline has passed, {@link Long#MAX_VALUE} if there is none
     */
    public long remainingNanos() {
        return TimeoutChain.remainingNanos(innermost);
    }

    /**
     * Returns the failure of an operation for which these deadlines leave no time.
     *
     * @param operation what was to be done, and with whom, for the message; its {@code toString} is called only for a failure
     * @return names the outermost deadline that has passed; null if none has
     */
    public @Nullable NetworkTimeoutException expired(Object operation) {
        return TimeoutChain.expired(innermost, Objects.requireNonNull(operation, "operation"));
    }

    /**
     * Fails if one of these deadlines has passed.
     *
     * @param operation what was to be done, and with whom, for the message; its {@code toString} is called only for a failure
     * @throws NetworkTimeoutException if a deadline has passed; of several, it names the outermost
     */
    public void check(Object operation) throws NetworkTimeoutException {
        TimeoutChain.checkRemaining(innermost, Objects.requireNonNull(operation, "operation"));
    }

    /**
     * Starts the clocks of {@linkplain Timeout#idle idle} blocks anew. For asynchronous streams, when a call begins and when bytes
     * have arrived; {@link Timeout#checkProgress} is the same for those that block.
     */
    public void noteProgress() {
        TimeoutChain.noteProgress(innermost);
    }

    /**
     * Returns what lets a call on another thread start idle blocks of these anew without being bounded by them.
     *
     * @return deadlines that are not active
     */
    public Deadlines progress() {
        Timeout idle = TimeoutChain.progressOf(innermost);
        return idle == null ? NONE : new Deadlines(idle);
    }

    /**
     * Runs a task, on this thread, under exactly these deadlines. The thread's own deadlines are put aside and restored
     * afterwards, however the task ends.
     *
     * @param task run once; a deadline that it leaves open is discarded
     */
    public void run(Runnable task) {
        Objects.requireNonNull(task, "task");
        Timeout own = Timeout.replace(innermost);
        try {
            task.run();
        } finally {
            Timeout.leave(own);
        }
    }

    /**
     * Runs a task with a result as {@link #run} does.
     *
     * @param <T> what the task returns
     * @param <E> what the task may throw
     * @param task run once; a deadline that it leaves open is discarded
     * @return what the task returned
     * @throws E as thrown by the task
     */
    public <T extends @Nullable Object, E extends Exception> T call(Task<T, E> task) throws E {
        Objects.requireNonNull(task, "task");
        Timeout own = Timeout.replace(innermost);
        try {
            return task.call();
        } finally {
            Timeout.leave(own);
        }
    }

    /** Returns, for instance, {@code <Deadlines [0.25 s, 3 s]>}, innermost first. */
    @Override
    public String toString() {
        return "<Deadlines [" + TimeoutChain.durations(innermost) + "]>";
    }
}
