// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Ticker;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A deadline for every network call that the current thread makes inside a block. The block need not use the variable, so
 * {@code javac -Xlint:try} warns about it.
 *
 * <p>Three terms differ. A <em>timeout</em> is a duration, such as the 3 seconds passed to {@link #after}. A
 * <em>deadline</em> is a point in time: the call of {@code after} plus the timeout. A <em>scope</em> is the block from
 * {@code after} to {@link #close}, in which the thread's calls obey the deadline. The <em>active</em> deadlines of a thread
 * are those of all its open scopes; {@link Deadlines#current} captures them.
 *
 * <pre>{@code
 * try (Timeout overall = Timeout.after(Duration.ofSeconds(10))) {
 *     NetworkStreamInterface stream;
 *     try (Timeout connecting = Timeout.after(Duration.ofSeconds(3))) {
 *         stream = net.connect("localhost", 443); // at most 3 s, name lookup included
 *     }
 *     stream.read(); // at most what is left of the 10 s
 * }
 * }</pre>
 *
 * <p>The clock starts in {@link #after} and is never restarted, so one deadline covers all calls in the scope. {@link #idle}
 * differs: its clock restarts with each progress, so it bounds the silence of the peer, not the total time. Scopes nest, and
 * the earliest deadline counts; if several have passed, the {@link NetworkTimeoutException} names the outermost. An expired
 * deadline stays expired: every further call fails immediately, without I/O.
 *
 * <p>A scope belongs to the thread that opened it. New threads and threads of an executor do not inherit it; {@link
 * #propagate(Callable)} carries its deadline to them. Any thread may call {@link #cancel} and the queries. Only the owner
 * may call {@link #close}, innermost scope first, as try-with-resources does.
 */
public final class Timeout implements AutoCloseable {
    /** The result of {@link #remainingNanos()} if no deadline is active. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    /** Longer durations (146 years) are reduced to this: differences of clock readings must not overflow. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    /**
     * The innermost open scope of each thread. When the outermost scope ends, its entry is cleared but not removed: a new
     * entry for each scope would cost more than the rest of the work. A cleared entry refers to nothing and pins no loader.
     */
    private static final ThreadLocal<AtomicReference<@Nullable Timeout>> INNERMOST =
            new ThreadLocal<>() { // not withInitial: a lambda would delay a program's first connect by a millisecond
                @Override
                protected AtomicReference<@Nullable Timeout> initialValue() {
                    return new AtomicReference<>();
                }
            };

    final @Nullable Timeout outer;
    private final Thread owner;

    /** The owner's entry. */
    private final AtomicReference<@Nullable Timeout> innermost;

    final Ticker ticker;
    final Duration duration;

    /** Whether progress restarts the clock, as described for {@link #idle}. */
    final boolean idle;

    /** The scope that holds the deadline: this one, or the one of another thread that this one represents. */
    private final Timeout origin;

    /** Moved only if idle. */
    private volatile long deadline;

    private volatile boolean cancelled;
    private boolean closed;

    private Timeout(
            AtomicReference<@Nullable Timeout> innermost,
            @Nullable Timeout outer,
            Ticker ticker,
            Duration duration,
            boolean idle,
            @Nullable Timeout origin) {
        this.innermost = innermost;
        this.outer = outer;
        this.owner = Thread.currentThread();
        this.ticker = ticker;
        this.duration = duration;
        this.idle = idle;
        this.origin = origin == null ? this : origin;
    }

    /**
     * Opens a scope whose deadline is {@code duration} from now.
     *
     * @param duration zero means already expired, not "none"; more than 146 years count as 146 years
     * @return the open scope, to be closed by this thread
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public static Timeout after(Duration duration) {
        return open(duration, false, null);
    }

    /**
     * Opens a scope in which a call on a stream waits for its peer for at most {@code duration} at a time, as with {@code
     * SO_TIMEOUT}. The clock restarts with each call on a stream, and whenever bytes arrive during a call, for instance in a
     * TLS handshake. So a peer that sends a byte now and then prolongs the call. To bound the total time as well, open a
     * scope of {@link #after} around this one.
     *
     * <p>The time that a trust manager takes does not count. A write has {@code duration} for all of its bytes. Calls that
     * are not made on a stream, such as a connect, are bounded as by {@code after}. The scope has one clock: concurrent
     * asynchronous calls made in it restart it for each other.
     *
     * @param duration more than 146 years count as 146 years
     * @return the open scope, to be closed by this thread
     * @throws IllegalArgumentException if {@code duration} is not positive
     */
    public static Timeout idle(Duration duration) {
        if (duration.isZero()) {
            throw new IllegalArgumentException("duration (" + duration + ") must be positive");
        }
        return open(duration, true, null);
    }

    /** As {@link #after(Duration)}, with a clock that nested scopes share and that tests move by hand. */
    static Timeout after(Duration duration, Ticker ticker) {
        return open(duration, false, ticker);
    }

    private static Timeout open(Duration duration, boolean idle, @Nullable Ticker own) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration (" + duration + ") must not be negative");
        }
        AtomicReference<@Nullable Timeout> innermost = INNERMOST.get();
        Timeout outer = innermost.getPlain();
        Ticker inherited = outer == null ? Ticker.SYSTEM : outer.ticker;
        Timeout timeout = new Timeout(innermost, outer, own == null ? inherited : own, duration, idle, null);
        timeout.startAt(timeout.ticker.read());
        innermost.setPlain(timeout);
        return timeout;
    }

    /** Sets the deadline, counted from a reading of the clock. */
    void startAt(long now) {
        long nanos = (duration.compareTo(LONGEST) < 0 ? duration : LONGEST).toNanos();
        origin.deadline = now + nanos;
    }

    /** Returns the deadline as a reading of the clock. */
    long deadline() {
        return origin.deadline;
    }

    /**
     * Removes this deadline, even if it has passed already; deadlines of outer scopes stay in force. A call that another
     * thread is blocked in notices this when the old deadline passes, at the latest, and continues to wait. Never makes a
     * call fail. Idempotent; any thread may call it.
     */
    public void cancel() {
        origin.cancelled = true;
    }

    /**
     * Returns the time until this deadline, ignoring those of outer scopes.
     *
     * @return zero if it has passed; about 292 years, the longest time in nanoseconds, if it was cancelled
     */
    public Duration remaining() {
        return Duration.ofNanos(isCancelled() ? NO_DEADLINE : Math.max(0, deadline() - ticker.read()));
    }

    /** {@return whether this deadline has passed and was not cancelled} May be called after {@link #close}. */
    public boolean isExpired() {
        return !isCancelled() && deadline() - ticker.read() <= 0;
    }

    /** {@return whether {@link #cancel} was called} */
    public boolean isCancelled() {
        return cancelled || origin.cancelled;
    }

    /**
     * Ends the scope: its deadline no longer applies to calls of this thread. Does nothing if the scope has ended already.
     *
     * @throws IllegalStateException if called by a thread that did not open the scope, and nothing changes; or if an inner
     *     scope is still open, and both are ended
     */
    @Override
    public void close() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("timeout (" + NetworkTimeoutException.seconds(duration)
                    + ") must be closed by the thread that opened it, " + owner.getName() + ", not by "
                    + Thread.currentThread().getName());
        }
        if (closed) {
            return;
        }
        closed = true;
        Timeout open = innermost.getPlain();
        if (!TimeoutChain.isWithin(open, this)) {
            return; // an outer block was closed before this one, and ended it
        }
        innermost.setPlain(outer);
        if (open != this) {
            throw new IllegalStateException("timeout (" + NetworkTimeoutException.seconds(duration)
                    + ") must be closed after the ones opened inside it");
        }
    }

    /**
     * Wraps a task so that the deadlines active now bound it on any thread, in addition to that thread's own. They stay in
     * force for the task after the scope here has ended; a later {@link #cancel} applies to it.
     *
     * @param <T> what the task returns
     * @param task run each time the result is called
     * @return a task that leaves no deadline behind on the thread that runs it, even if {@code task} does
     */
    public static <T> Callable<T> propagate(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        Timeout captured = innermost();
        return () -> {
            Timeout before = replace(TimeoutChain.join(innermost(), captured));
            try {
                return task.call();
            } finally {
                leave(before);
            }
        };
    }

    /**
     * As {@link #propagate(Callable)}, for a {@link Runnable}.
     *
     * @param task run each time the result is run
     * @return a task that leaves no deadline behind on the thread that runs it
     */
    public static Runnable propagate(Runnable task) {
        Objects.requireNonNull(task, "task");
        Timeout captured = innermost();
        return () -> {
            Timeout before = replace(TimeoutChain.join(innermost(), captured));
            try {
                task.run();
            } finally {
                leave(before);
            }
        };
    }

    /**
     * Runs asynchronous calls under a deadline; the counterpart of a try-with-resources block.
     *
     * <pre>{@code
     * CompletableFuture<byte[]> start = Timeout.within(Duration.ofSeconds(3), connecting ->
     *         net.connect("localhost", 80).thenCompose(stream -> stream.read()));
     * }</pre>
     *
     * <p>The deadline bounds every call made by {@code body}, and by functions that it passes to the futures of such calls.
     * The deadline does not complete the returned future itself: the future fails because a call fails, so a result that
     * arrived in time is never dropped.
     *
     * <p>A function that is passed inside a scope runs under its deadline, and scopes that the function opens nest in it. In
     * a loop in which each call has its own deadline, pass the next step outside the scope; otherwise the scopes nest
     * without limit.
     *
     * @param <T> the result of the future
     * @param duration as for {@link #after(Duration)}
     * @param body run immediately on this thread; its argument is the scope, which it may {@link #cancel}
     * @return the stage that {@code body} returned, converted as by {@link #propagate(CompletionStage)}; failed if {@code
     *     body} threw an exception, or if {@code duration} is negative
     */
    public static <T> CompletableFuture<T> within(
            Duration duration, Function<? super Timeout, ? extends CompletionStage<T>> body) {
        try (Timeout scope = after(duration)) {
            return NetworkFutures.adopt(body.apply(scope));
        } catch (RuntimeException e) {
            return NetworkFutures.failed(e);
        }
    }

    /**
     * Converts a stage of another library to a future of this one: a function passed to it runs under the deadlines that
     * were active when it was passed, as with the futures of asynchronous calls. Functions passed to other stages run
     * without deadlines.
     *
     * @param <T> the result of the stage
     * @param stage for instance {@code CompletableFuture.allOf(...)}
     * @return a future completed as {@code stage} is; if {@code stage} is a {@link CompletableFuture}, cancelling the result
     *     cancels it
     */
    public static <T> CompletableFuture<T> propagate(CompletionStage<T> stage) {
        return NetworkFutures.adopt(Objects.requireNonNull(stage, "stage"));
    }

    /**
     * Returns the time until the earliest deadline active on this thread. For transports: wait at most this long, then call
     * {@link #check}, since the deadline may have been cancelled meanwhile.
     *
     * @return nanoseconds, zero if the deadline has passed, {@link Long#MAX_VALUE} if there is none
     */
    public static long remainingNanos() {
        return TimeoutChain.remainingNanos(innermost());
    }

    /**
     * Returns whether a deadline is active on this thread, expired or not. For transports that need not know the remaining
     * time: reading the clock is the most expensive part of a deadline.
     *
     * @return true if {@link #remainingNanos()} is not {@link Long#MAX_VALUE}
     */
    public static boolean isActive() {
        return TimeoutChain.isActive(innermost());
    }

    /**
     * Fails if a deadline active on this thread has passed. For transports, before I/O and after a wait.
     *
     * @param operation the operation and its peer, for the message: {@code "read from 127.0.0.1:80"}. Its {@code toString}
     *     is called only if this method fails, so an object can build the text lazily
     * @throws NetworkTimeoutException if a deadline has passed; if several have, it names the outermost
     */
    public static void check(Object operation) throws NetworkTimeoutException {
        TimeoutChain.checkRemaining(innermost(), operation);
    }

    /**
     * Does what {@link #check} does, and restarts the {@linkplain #idle idle} timeouts. Streams call it when a call begins.
     * Transports that receive several times for one call also call it in between.
     *
     * @param operation as for {@code check}
     * @return nanoseconds until the earliest deadline, at least 1; {@link Long#MAX_VALUE} if no deadline is active
     * @throws NetworkTimeoutException if a deadline that is not idle has passed; if several have, it names the outermost
     */
    public static long checkProgress(Object operation) throws NetworkTimeoutException {
        return TimeoutChain.checkProgress(innermost(), operation);
    }

    /**
     * Combines {@link #check} and {@link #remainingNanos()}, reading the clock once. For transports, before a wait.
     *
     * @param operation as for {@code check}
     * @return nanoseconds, at least 1; {@link Long#MAX_VALUE} if no deadline is active
     * @throws NetworkTimeoutException if a deadline has passed; if several have, it names the outermost
     */
    public static long checkRemaining(Object operation) throws NetworkTimeoutException {
        return TimeoutChain.checkRemaining(innermost(), operation);
    }

    /** Returns the innermost scope of this thread; null if it is in none. */
    static @Nullable Timeout innermost() {
        return INNERMOST.get().getPlain();
    }

    /** Replaces this thread's scopes by the given ones; returns the argument with which {@link #leave} undoes it. */
    static @Nullable Timeout replace(@Nullable Timeout innermost) {
        AtomicReference<@Nullable Timeout> entry = INNERMOST.get();
        Timeout before = entry.getPlain();
        entry.setPlain(innermost);
        return before;
    }

    /** Restores the result of {@link #replace}, without the scopes that this thread has closed meanwhile. */
    static void leave(@Nullable Timeout own) {
        Timeout open = own;
        while (open != null && open.closed && open.owner == Thread.currentThread()) {
            open = open.outer;
        }
        INNERMOST.get().setPlain(open);
    }

    /** Returns a scope of this thread, inside {@code around}, with the deadline of this one. */
    Timeout standIn(@Nullable Timeout around) {
        return new Timeout(INNERMOST.get(), around, ticker, duration, idle, origin);
    }

    /** As {@link #standIn}, but bounds nothing. */
    Timeout cancelledStandIn(@Nullable Timeout around) {
        Timeout copy = standIn(around);
        copy.cancelled = true;
        return copy;
    }

    String shownDuration() {
        return NetworkTimeoutException.seconds(duration) + (idle ? " idle" : "") + (isCancelled() ? " CANCELLED" : "");
    }

    /** Returns, for instance, {@code <Timeout [3 s]>} or {@code <Timeout [0.25 s CANCELLED]>}. */
    @Override
    public String toString() {
        return "<Timeout [" + shownDuration() + "]>";
    }
}
