// SPDX-License-Identifier: Apache-2.0
package io.netbackends.internal;

import io.netbackends.CancellationSignal;
import io.netbackends.Deadlines;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.support.EventLoop;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that opens a stream or listener in an event loop, under the deadlines that are active when it is made. It ends
 * once: by its result, a failure, its deadline, a signal, or its cancellation. Its pending work is then abandoned on the
 * loop's thread, and a stream that it opens too late is closed.
 *
 * @param <T> the result of the call
 */
public abstract class LoopCall<T> extends NetworkFuture<T> {
    /** The loop that runs the call. */
    protected final EventLoop loop;

    /** The operation and its peer, for messages. */
    protected final String operation;

    private final Deadlines deadlines = Deadlines.current();
    private final @Nullable CancellationSignal signal;
    private CancellationSignal.@Nullable Registration registration;
    private EventLoop.@Nullable ScheduledTask timer;
    private @Nullable FutureTask<?> elsewhere;

    /**
     * Makes a call; {@link #start} begins it.
     *
     * @param loop runs the call
     * @param operation the operation and its peer, for messages
     * @param signal ends the call; may be null
     */
    protected LoopCall(EventLoop loop, String operation, @Nullable CancellationSignal signal) {
        this.loop = loop;
        this.operation = operation;
        this.signal = signal;
    }

    /** Begins the call. Called once, on the loop's thread; the call fails with an exception that this method throws. */
    protected abstract void begin() throws IOException;

    /** Abandons the pending work. Called on the loop's thread when the call has ended, perhaps more than once. */
    protected abstract void release();

    /** Closes a result that came too late. */
    protected abstract void discard(T late);

    /** Returns the exception of the call if a deadline has passed, else null. */
    protected @Nullable NetworkTimeoutException expired() {
        return expired(operation);
    }

    /** Returns that exception for a part of the call. */
    protected final @Nullable NetworkTimeoutException expired(String part) {
        return deadlines.expired(part);
    }

    /** Begins the call; returns this. */
    public final CompletableFuture<T> start() {
        try {
            if (signal != null) {
                signal.check(operation);
            }
            deadlines.check(operation);
            loop.execute(this::beginInLoop);
        } catch (IOException e) {
            super.completeExceptionally(e);
        } catch (UncheckedIOException | OutOfMemoryError e) {
            super.completeExceptionally(NetworkFailures.during(operation, new ShortageException(e)));
        }
        return this;
    }

    private void beginInLoop() {
        if (isDone()) {
            return;
        }
        try {
            startTimer();
            if (signal != null) {
                registration = signal.closing(() -> completeExceptionally(cancelled(signal)));
            }
            begin();
        } catch (Throwable e) {
            fail(e);
        }
    }

    private Throwable cancelled(CancellationSignal given) {
        try {
            given.check(operation);
            return new CancellationException(operation);
        } catch (NetworkStreamClosedException e) {
            return e;
        }
    }

    private void startTimer() {
        long remaining = deadlines.remainingNanos();
        if (remaining < Long.MAX_VALUE) {
            timer = loop.schedule(remaining, this::checkDeadline);
        }
    }

    private void checkDeadline() {
        NetworkTimeoutException expired = isDone() ? null : expired();
        if (expired != null) {
            fail(expired);
        } else if (!isDone()) { // a deadline was cancelled
            startTimer();
        }
    }

    /**
     * Runs a blocking part of the call on another thread, under the deadlines of the call. When the call ends, that thread
     * is interrupted.
     *
     * @param <R> the result of the part
     * @param part may block; the call fails with an exception that it throws
     * @param then run on the loop's thread, unless the call has ended
     */
    protected final <R> void runElsewhere(Deadlines.Task<R, IOException> part, Consumer<? super R> then) {
        FutureTask<?> task = new FutureTask<>(
                () -> {
                    try {
                        R result = deadlines.call(part); // may block
                        loop.execute(() -> proceed(result, then));
                    } catch (Throwable e) {
                        failFromElsewhere(e);
                    }
                },
                null);
        elsewhere = task;
        Timers.THREADS.execute(task);
    }

    private <R> void proceed(R result, Consumer<? super R> then) {
        if (isDone()) {
            return;
        }
        try {
            then.accept(result);
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void failFromElsewhere(Throwable failure) {
        try {
            loop.execute(() -> fail(failure));
        } catch (UncheckedIOException | OutOfMemoryError e) { // the loop has no work of this call
            super.completeExceptionally(failure);
        }
    }

    /** Ends the call with its result; on the loop's thread. */
    protected final void succeed(T result) {
        end();
        if (!super.complete(result)) {
            discard(result);
        }
    }

    /** Abandons the pending work, then fails the call; on the loop's thread. */
    protected final void fail(Throwable failure) {
        end();
        super.completeExceptionally(failure);
    }

    private void end() {
        if (timer != null) {
            timer.cancel();
        }
        if (registration != null) {
            registration.close();
        }
        if (elsewhere != null) {
            elsewhere.cancel(true);
        }
        release();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return completeExceptionally(new CancellationException(operation + ": cancelled")) || isCancelled();
    }

    @Override
    public boolean complete(@Nullable T value) {
        return givenUp(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return givenUp(super.completeExceptionally(failure));
    }

    private boolean givenUp(boolean ended) {
        if (ended) {
            try {
                loop.execute(this::end);
            } catch (UncheckedIOException | OutOfMemoryError e) {
                // the loop has ended, so it has no work of this call
            }
        }
        return ended;
    }
}
