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
 * A deadline for everything that the current thread does inside a block. It works by being open: the variable of the block is
 * rarely used, which {@code javac -Xlint:try} remarks on.
 *
 * <p>Three words have one meaning each here. A <em>timeout</em> is a duration, such as the 3 seconds given to {@link #after}.
 * The <em>deadline</em> is the point in time at which that duration has passed, counted from the call of {@code after}. The
 * <em>scope</em> is the block, from {@code after} to {@link #close}: calls made inside it obey the deadline. The deadlines of
 * all scopes that a thread is in are its <em>active</em> deadlines; {@link Deadlines#current} captures them.
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
 * <p>The clock starts in {@link #after}, and one deadline covers all calls inside the block: it is never restarted. Blocks
 * nest; the tightest deadline counts, and when several have passed the {@link NetworkTimeoutException} names the outermost.
 * {@link #idle} is the exception: it bounds how long nothing comes, whatever the whole takes. An expired deadline stays expired: every further call fails at once, without any I/O.
 *
 * <h2>Threads</h2>
 *
 * A deadline belongs to the thread that opened it. New threads and the threads of an executor do not inherit it; {@link
 * #propagate(Callable)} carries it there. {@link #cancel} and the queries may be called by any thread, {@link #close} only
 * by the owner, innermost first, as try-with-resources does.
 */
public final class Timeout implements AutoCloseable {
    /** What {@link #remainingNanos()} returns where no deadline is active. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    /** Durations beyond this, 146 years, are cut: differences of clock readings must not overflow. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    /**
     * The innermost open scope of each thread. An entry is never removed, only emptied where the last block ends: a new one
     * for each block would cost more than all the rest, and an empty one is an object of the JDK's, which holds nothing.
     */
    private static final ThreadLocal<AtomicReference<@Nullable Timeout>> INNERMOST =
            ThreadLocal.withInitial(AtomicReference::new);

    final @Nullable Timeout outer;
    private final Thread owner;

    /** The owner's entry. */
    private final AtomicReference<@Nullable Timeout> innermost;

    final Ticker ticker;
    final Duration duration;

    /** Whether the deadline is moved whenever something happens, as {@link #idle} says. */
    final boolean idle;

    /** The scope whose {@code deadline} and {@code cancelled} count: this one, or the one it stands for on another thread. */
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
     * Opens a block that must be over when {@code duration} has passed.
     *
     * @param duration counted from now; zero means already expired, not "none"; beyond 146 years it counts as 146 years
     * @return the open block, to be closed by this thread
     * @throws IllegalArgumentException if {@code duration} is negative
     */
    public static Timeout after(Duration duration) {
        return open(duration, false, null);
    }

    /**
     * Opens a block in which a call on a stream waits for its peer no longer than {@code duration} at a time, as with {@code
     * SO_TIMEOUT}. The clock starts anew with each call on a stream, and whenever bytes of the peer arrive in the middle of one, a
     * TLS handshake for instance. So a peer that sends a byte now and then prolongs the call; only a block of {@link #after}
     * around this one bounds the whole.
     *
     * <p>The time that a trust manager takes does not count. A write has {@code duration} for all of its bytes. Calls that are not
     * made on a stream, such as a connect, are bounded as by {@code after}. The block has one clock: asynchronous calls made in it
     * start it anew for each other.
     *
     * @param duration beyond 146 years it counts as 146 years
     * @return the open block, to be closed by this thread
     * @throws IllegalArgumentException if {@code duration} is not positive
     */
    public static Timeout idle(Duration duration) {
        if (duration.isZero()) {
            throw new IllegalArgumentException("duration (" + duration + ") must be positive");
        }
        return open(duration, true, null);
    }

    /** As {@link #after(Duration)}, by another clock, which blocks nested in this one share: tests move it by hand. */
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

    /** Sets the deadline, by a reading of the clock from which it counts. */
    void startAt(long now) {
        long nanos = (duration.compareTo(LONGEST) < 0 ? duration : LONGEST).toNanos();
        origin.deadline = now + nanos;
    }

    /** Returns the reading of the clock at which the time is over. */
    long deadline() {
        return origin.deadline;
    }

    /**
     * Lifts this deadline, even if it has passed already; deadlines around it stay. A call that is blocked under it in
     * another thread takes notice when the old deadline elapses, at the latest, and goes on waiting. Never makes a call
     * fail. Idempotent; any thread may call it.
     */
    public void cancel() {
        origin.cancelled = true;
    }

    /**
     * Returns the time until this deadline, those around it left aside.
     *
     * @return zero if it has passed; about 292 years, the longest time in nanoseconds, if it was cancelled
     */
    public Duration remaining() {
        return Duration.ofNanos(isCancelled() ? NO_DEADLINE : Math.max(0, deadline() - ticker.read()));
    }

    /** {@return whether this deadline has passed and was not cancelled} Stays meaningful after {@link #close}. */
    public boolean isExpired() {
        return !isCancelled() && deadline() - ticker.read() <= 0;
    }

    /** {@return whether {@link #cancel} was called} */
    public boolean isCancelled() {
        return cancelled || origin.cancelled;
    }

    /**
     * Ends the block; the deadlines around it count again. Does nothing when the block has ended already.
     *
     * @throws IllegalStateException if called by another thread than the one that opened the block, which changes nothing;
     *     or if a block inside this one is still open, in which case both have ended
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
     * Wraps a task so that the deadlines active here and now bound it on whichever thread runs it, in addition to that
     * thread's own. They go on counting for the task after the block here has ended; a later {@link #cancel} reaches it.
     *
     * @param <T> what the task returns
     * @param task run by the result, each time the result is called
     * @return a task that leaves no deadline behind on the thread that runs it, even if {@code task} does
     */
    public static <T> Callable<T> propagate(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        Timeout captured = innermost();
        return () -> {
            Timeout before = enter(captured);
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
     * @param task run by the result, each time the result is run
     * @return a task that leaves no deadline behind on the thread that runs it
     */
    public static Runnable propagate(Runnable task) {
        Objects.requireNonNull(task, "task");
        Timeout captured = innermost();
        return () -> {
            Timeout before = enter(captured);
            try {
                task.run();
            } finally {
                leave(before);
            }
        };
    }

    /**
     * Runs asynchronous calls under a deadline: the block of try-with-resources as a function.
     *
     * <pre>{@code
     * CompletableFuture<byte[]> start = Timeout.within(Duration.ofSeconds(3), connecting ->
     *         net.connect("localhost", 80).thenCompose(stream -> stream.read()));
     * }</pre>
     *
     * <p>Every call that {@code body} makes, and that the functions make which it passes to the futures of such calls, obeys the
     * deadline. The future that is returned is not completed by the deadline itself: it fails because a call in it fails, so a
     * result that came in time is never dropped.
     *
     * <p>A function that is passed inside a block runs under its deadline, and so do the blocks that the function opens. In a
     * loop of calls with a deadline each, the next step is passed outside the block: the blocks nest without end otherwise.
     *
     * @param <T> what the future gives
     * @param duration counted from now; as for {@link #after(Duration)}
     * @param body run at once, on this thread, with the scope, which it may {@link #cancel}
     * @return what {@code body} returned, as {@link #propagate(CompletionStage)} makes it; failed if {@code body} threw an
     *     exception, or if {@code duration} is negative
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
     * Makes a future of a stage that others have made, so that functions passed to it keep the deadlines active where they are
     * passed, as those passed to the futures of asynchronous calls do. Functions passed to other stages run without deadlines.
     *
     * @param <T> what the stage gives
     * @param stage for instance {@code CompletableFuture.allOf(...)}
     * @return completed as {@code stage} is; to cancel it cancels {@code stage} if that is a {@link CompletableFuture}
     */
    public static <T> CompletableFuture<T> propagate(CompletionStage<T> stage) {
        return NetworkFutures.adopt(Objects.requireNonNull(stage, "stage"));
    }

    /**
     * Returns the time until the tightest deadline active on this thread. For transports, which wait no longer than this
     * and then ask {@link #check} whether to go on: the deadline may have been cancelled in the meantime.
     *
     * @return nanoseconds, zero if the deadline has passed, {@link Long#MAX_VALUE} if there is none
     */
    public static long remainingNanos() {
        return TimeoutChain.remainingNanos(innermost());
    }

    /**
     * Returns whether a deadline is active on this thread, passed or not. For transports: what is left of it takes a look at
     * the clock, which costs more than all else about a deadline.
     *
     * @return whether {@link #remainingNanos()} is anything but {@link Long#MAX_VALUE}
     */
    public static boolean isActive() {
        return TimeoutChain.isActive(innermost());
    }

    /**
     * Fails if a deadline active on this thread has passed. For transports, before I/O and after a wait.
     *
     * @param operation what was to be done, and with whom, for the message: {@code "read from 127.0.0.1:80"}. Its {@code
     *     toString} is called only if this method fails, so an object that builds the text there costs nothing
     * @throws NetworkTimeoutException if a deadline has passed; of several, it names the outermost
     */
    public static void check(Object operation) throws NetworkTimeoutException {
        TimeoutChain.checkRemaining(innermost(), operation);
    }

    /**
     * Does what {@link #check} does, and starts the clocks of {@linkplain #idle idle} blocks anew. For streams, when a call begins, and for
     * transports that receive several times for one call, in between. A transport that returns what it has received need not.
     *
     * @param operation as for {@code check}
     * @throws NetworkTimeoutException if a deadline has passed that is not idle; of several, it names the outermost
     */
    public static void checkProgress(Object operation) throws NetworkTimeoutException {
        TimeoutChain.checkProgress(innermost(), operation);
    }

    /**
     * Does what {@link #check} does and then what {@link #remainingNanos()} does, with one look at the clock. For transports,
     * before a wait.
     *
     * @param operation as for {@code check}
     * @return nanoseconds, at least 1; {@link Long#MAX_VALUE} if no deadline is active
     * @throws NetworkTimeoutException if a deadline has passed; of several, it names the outermost
     */
    public static long checkRemaining(Object operation) throws NetworkTimeoutException {
        return TimeoutChain.checkRemaining(innermost(), operation);
    }

    /** Returns the innermost scope of this thread; null if it is in none. */
    static @Nullable Timeout innermost() {
        return INNERMOST.get().getPlain();
    }

    /** Puts this thread into the given scopes and out of all others; returns what {@link #leave} needs to undo it. */
    static @Nullable Timeout replace(@Nullable Timeout innermost) {
        AtomicReference<@Nullable Timeout> entry = INNERMOST.get();
        Timeout before = entry.getPlain();
        entry.setPlain(innermost);
        return before;
    }

    /** Lets the deadlines of another thread count on this one as well; returns what is to be restored afterwards. */
    private static @Nullable Timeout enter(@Nullable Timeout carried) {
        return replace(TimeoutChain.join(innermost(), carried));
    }

    /** Restores what {@link #enter} or {@link #replace} returned, less the scopes that this thread has closed meanwhile. */
    static void leave(@Nullable Timeout own) {
        Timeout open = own;
        while (open != null && open.closed && open.owner == Thread.currentThread()) {
            open = open.outer;
        }
        INNERMOST.get().setPlain(open);
    }

    /** Returns a scope of this thread, inside {@code around}, that counts as this one does. */
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
