// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the reads of a stream, to one subscriber at a time. If a cancelled read has received bytes already, they are the
 * first element of the next subscription.
 */
final class ReadPublisher implements Flow.Publisher<ByteBuffer> {
    private final AsyncNetworkStreamInterface stream;
    private final int maxBytes;
    private @Nullable ReadSubscription active;
    private @Nullable CompletableFuture<byte[]> reading;

    /** Whether the read belongs to a subscription that was cancelled; its failure does not concern the next subscription. */
    private boolean inherited;

    /**
     * Whether a subscriber's method is running for a read. The next subscriber waits for its end, so that the bytes stay in
     * order.
     */
    private boolean telling;

    ReadPublisher(AsyncNetworkStreamInterface stream, int maxBytes) {
        this.stream = stream;
        this.maxBytes = maxBytes;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        ReadSubscription subscription = new ReadSubscription(this, Objects.requireNonNull(subscriber, "subscriber"));
        if (activate(subscription)) {
            subscription.begin();
        } else {
            subscription.refuse(new IllegalStateException(stream + ": another subscriber is reading"));
        }
    }

    private synchronized boolean activate(ReadSubscription subscription) {
        if (active != null) {
            return false;
        }
        active = subscription;
        return true;
    }

    /**
     * Returns the read under way, or begins one; null if the subscription has ended, or a method of the previous subscriber
     * is still running. The monitor is held, so no other read can come between; only briefly, since starting a read does not
     * wait.
     */
    synchronized @Nullable CompletableFuture<byte[]> read(ReadSubscription subscription) {
        if (active != subscription || telling) {
            return null;
        }
        CompletableFuture<byte[]> pending = reading;
        if (pending == null) {
            pending = stream.read(maxBytes);
            reading = pending;
        }
        return pending;
    }

    /** What happens to the result of a completed read. */
    enum Claim {
        /** The current subscription gets it. */
        OWN,
        /** Dropped: the read was cancelled before the subscription began, and has received nothing. */
        DISCARDED,
        /** The next subscription gets it, since this one has ended. */
        LEFT
    }

    synchronized Claim claim(ReadSubscription subscription, CompletableFuture<byte[]> complete) {
        if (active != subscription) {
            return Claim.LEFT;
        }
        boolean discarded = inherited && complete.isCompletedExceptionally();
        reading = null;
        inherited = false;
        telling = !discarded;
        return discarded ? Claim.DISCARDED : Claim.OWN;
    }

    /** Continues when the subscriber's method for a read has returned; by now there may be another subscriber. */
    void told(ReadSubscription subscription) {
        ReadSubscription next;
        synchronized (this) {
            telling = false;
            next = active;
        }
        if (next != null && next != subscription) {
            next.wake();
        }
    }

    /** Ends a subscription unless it has ended already, and cancels the read under way if possible. */
    boolean end(ReadSubscription subscription) {
        CompletableFuture<byte[]> pending;
        synchronized (this) {
            if (active != subscription) {
                return false;
            }
            active = null;
            pending = reading;
            inherited = pending != null;
        }
        if (pending != null) {
            pending.cancel(true);
        }
        return true;
    }

    /** Returns, for instance, {@code <ReadPublisher [<AsyncNetworkStream ["127.0.0.1:80"]>]>}. */
    @Override
    public String toString() {
        return "<ReadPublisher [" + stream + "]>";
    }
}
