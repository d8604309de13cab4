// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a stream as a publisher. It has one subscriber at a time, and knows the read under way: what a cancelled read brings all
 * the same is the first element of the next subscription.
 */
final class ReadPublisher implements Flow.Publisher<ByteBuffer> {
    private final AsyncNetworkStreamInterface stream;
    private final int maxBytes;
    private @Nullable ReadSubscription active;
    private @Nullable CompletableFuture<byte[]> reading;

    /** Whether the read was begun for a subscription that has been cancelled since: how it fails is not the next one's business. */
    private boolean inherited;

    /** Whether a subscriber is being told of a read: the next one is not told before, so that the bytes stay in order. */
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
     * Returns the read under way, or begins one; null if the subscription has ended, or the one before it is still being told. Nothing else can read in between: a read is
     * begun under the monitor, which it does not keep for long, since it does not wait.
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

    /** What becomes of a read that is complete. */
    enum Claim {
        /** It is the subscription's. */
        OWN,
        /** It brought nothing, and had been given up before the subscription began. */
        DISCARDED,
        /** The subscription has ended; the next one gets it. */
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

    /** Goes on when the subscriber that a read was for has been told; by now there may be another one. */
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

    /** Ends a subscription, if it has not ended yet, and the read under way, if that can be ended. */
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
