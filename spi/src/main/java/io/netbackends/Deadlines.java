// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the deadlines that were active on a thread, for work that another thread does or watches.
 *
 * <p>A snapshot stays in force after the scopes that it was taken in have ended. A later {@link Timeout#cancel} of one of
 * its deadlines applies to it, and so does progress that restarts an {@linkplain Timeout#idle idle} one. Otherwise it never
 * changes. Safe for use by several threads.
 *
 * <p>{@link Timeout#propagate} <em>adds</em> the deadlines of one thread to those of another; {@link #run} and {@link #call}
 * replace the thread's own deadlines by these.
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
         * Runs the task.
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

    /** {@return no deadlines: {@link #run} lets a task wait indefinitely, even if the thread has deadlines} */
    public static Deadlines none() {
        return NONE;
    }

    /**
     * Returns whether there is a deadline that was not cancelled, expired or not. Does not read the clock.
     *
     * @return true if {@link #remainingNanos} is not {@link Long#MAX_VALUE}
     */
    public boolean areActive() {
        return TimeoutChain.isActive(innermost);
    }

    /**
     * Returns the time until the earliest of these deadlines.
     *
     * @return nanoseconds, zero if the deadline has passed, {@link Long#MAX_VALUE} if there is none
     */
    public long remainingNanos() {
        return TimeoutChain.remainingNanos(innermost);
    }

    /**
     * Returns the exception for an operation if one of these deadlines has passed.
     *
     * @param operation the operation and its peer, for the message; its {@code toString} is called only for a failure
     * @return an exception that names the outermost expired deadline; null if none has passed
     */
    public @Nullable NetworkTimeoutException expired(Object operation) {
        return TimeoutChain.expired(innermost, Objects.requireNonNull(operation, "operation"));
    }

    /**
     * Fails if one of these deadlines has passed.
     *
     * @param operation the operation and its peer, for the message; its {@code toString} is called only for a failure
     * @throws NetworkTimeoutException if a deadline has passed; if several have, it names the outermost
     */
    public void check(Object operation) throws NetworkTimeoutException {
        TimeoutChain.checkRemaining(innermost, Objects.requireNonNull(operation, "operation"));
    }

    /**
     * Restarts the {@linkplain Timeout#idle idle} timeouts. Asynchronous streams call it when a call begins and when bytes
     * have arrived; blocking ones call {@link Timeout#checkProgress}.
     */
    public void noteProgress() {
        TimeoutChain.noteProgress(innermost);
    }

    /**
     * Returns deadlines with which a call on another thread restarts the idle timeouts of these without being bounded by
     * them.
     *
     * @return deadlines that are not active
     */
    public Deadlines progress() {
        Timeout idle = TimeoutChain.progressOf(innermost);
        return idle == null ? NONE : new Deadlines(idle);
    }

    /**
     * Runs a task on this thread under exactly these deadlines. The thread's own deadlines are suspended meanwhile and
     * restored however the task ends.
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
