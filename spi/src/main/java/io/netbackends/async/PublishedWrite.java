// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.Deadlines;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.Operation;
import io.netbackends.internal.Timers;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes the buffers of a publisher one after another; requests the next one when the previous one has been written. The
 * future completes when no write is under way any more. A timer bounds the wait for the publisher; each write obeys the
 * deadline itself.
 */
final class PublishedWrite extends NetworkFuture<@Nullable Void> implements Flow.Subscriber<ByteBuffer> {
    private final AsyncNetworkStreamInterface stream;
    private final Operation operation;
    private final Deadlines deadlines = Deadlines.current();
    private Flow.@Nullable Subscription subscription;
    private @Nullable CompletableFuture<Void> writing;

    /** Whether to write no more: the publisher has ended, the future was cancelled, or a step has failed. */
    private boolean ending;

    private @Nullable Throwable failure;

    /** The deadline that has passed during a write. */
    private @Nullable NetworkTimeoutException expired;

    private @Nullable Future<?> timer;

    PublishedWrite(AsyncNetworkStreamInterface stream) {
        this.stream = stream;
        this.operation = new Operation("write the data of a publisher to ", stream.toString());
    }

    PublishedWrite start(Flow.Publisher<? extends ByteBuffer> source) {
        deadlines.noteProgress();
        NetworkTimeoutException late = deadlines.expired(operation);
        if (late != null) {
            stop(late);
            return this;
        }
        try {
            awaitDeadline();
            deadlines.run(() -> source.subscribe(this));
        } catch (Throwable e) { // the publisher has thrown, or there is no thread for the timer
            stop(e);
        }
        return this;
    }

    private void awaitDeadline() {
        long remaining = deadlines.remainingNanos();
        if (remaining < Long.MAX_VALUE) {
            Future<?> started = Timers.after(remaining, this::checkDeadline);
            synchronized (this) {
                timer = started;
            }
            if (isDone()) {
                started.cancel(false);
            }
        }
    }

    private void checkDeadline() {
        NetworkTimeoutException late = deadlines.expired(operation);
        boolean idle;
        synchronized (this) {
            expired = late;
            idle = writing == null;
        }
        if (late != null && idle) {
            stop(late);
        } else if (late == null && !isDone()) { // a deadline was cancelled
            awaitDeadline();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        boolean accepted;
        synchronized (this) {
            accepted = subscription == null && !ending;
            if (accepted) {
                subscription = given;
            }
        }
        if (accepted) {
            given.request(1);
        } else {
            given.cancel();
        }
    }

    /** Begins the write while holding the monitor, but only briefly, since starting a write does not wait. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // ends when the write ends
    public void onNext(ByteBuffer src) {
        Objects.requireNonNull(src, "src");
        CompletableFuture<Void> write;
        synchronized (this) {
            if (ending) {
                return;
            }
            write = deadlines.<CompletableFuture<Void>, RuntimeException>call(() -> stream.write(src));
            writing = write;
        }
        write.whenComplete((sent, failed) -> written(failed));
    }

    private void written(@Nullable Throwable failed) {
        Flow.Subscription source;
        boolean done;
        synchronized (this) {
            writing = null;
            Throwable reason = failed == null ? expired : NetworkFutures.cause(failed);
            done = ending || reason != null;
            if (failure == null && (failed != null || !ending)) {
                failure = reason;
            }
            ending = done;
            source = Objects.requireNonNull(subscription);
        }
        if (!done) {
            source.request(1);
            return;
        }
        source.cancel(); // no effect if the publisher has ended the subscription
        end();
    }

    @Override
    public void onComplete() {
        ended(null);
    }

    @Override
    public void onError(Throwable thrown) {
        ended(Objects.requireNonNull(thrown, "thrown"));
    }

    private void ended(@Nullable Throwable reason) {
        boolean idle;
        synchronized (this) {
            if (ending) {
                return;
            }
            ending = true;
            failure = reason;
            idle = writing == null;
        }
        if (idle) {
            end();
        }
    }

    private void end() {
        Throwable reason;
        Future<?> started;
        synchronized (this) {
            reason = failure;
            started = timer;
        }
        if (started != null) {
            started.cancel(false);
        }
        if (reason == null) {
            super.complete(null);
        } else {
            super.completeExceptionally(reason);
        }
    }

    /**
     * Ends the subscription and cancels the write under way, which closes the stream unless the write has already succeeded.
     */
    private void stop(Throwable reason) {
        Flow.Subscription source;
        CompletableFuture<Void> write;
        synchronized (this) {
            source = subscription;
            write = writing;
            if (!ending) {
                ending = true;
                failure = reason;
            }
        }
        if (source != null) {
            source.cancel();
        }
        if (write == null) {
            end();
        } else {
            write.cancel(true); // ends when that one ends
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        stop(new CancellationException(operation + ": cancelled"));
        return isCancelled();
    }

    @Override
    public boolean complete(@Nullable Void value) {
        boolean completed = super.complete(null);
        stop(new CancellationException(operation + ": the call was abandoned"));
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable reason) {
        boolean completed = super.completeExceptionally(reason);
        stop(reason);
        return completed;
    }
}
