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
 * Writes what a publisher gives, one buffer after another: the next one is asked for when the one before it is written. The future
 * ends when no write is under way any more. A timer bounds the wait for the publisher; each write keeps its deadline itself.
 */
final class PublishedWrite extends NetworkFuture<@Nullable Void> implements Flow.Subscriber<ByteBuffer> {
    private final AsyncNetworkStreamInterface stream;
    private final Operation operation;
    private final Deadlines deadlines = Deadlines.current();
    private Flow.@Nullable Subscription subscription;
    private @Nullable CompletableFuture<Void> writing;

    /** Whether no more is to be written: the publisher has ended, the future was given up, or something has failed. */
    private boolean ending;

    private @Nullable Throwable failure;

    /** The deadline that has passed during a write. */
    private @Nullable NetworkTimeoutException expired;

    private @Nullable Future<?> timer;

    PublishedWrite(AsyncNetworkStreamInterface stream) {
        this.stream = stream;
        this.operation = new Operation("write what a publisher gives to ", stream.toString());
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
        } catch (Throwable e) { // thrown by the publisher, or there is no thread for the timer
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

    /** The write is begun under the monitor, which it does not keep for long, since it does not wait. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // its end is the write's
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
        source.cancel(); // which has no effect if it was the publisher that ended
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

    /** Ends the subscription, and the write under way: if that has not succeeded before, this closes the stream. */
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
            write.cancel(true); // its end is this one's
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
        stop(new CancellationException(operation + ": given up"));
        return completed;
    }

    @Override
    public boolean completeExceptionally(Throwable reason) {
        boolean completed = super.completeExceptionally(reason);
        stop(reason);
        return completed;
    }
}
