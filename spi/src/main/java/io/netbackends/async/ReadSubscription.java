// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.Deadlines;
import io.netbackends.internal.NetworkFutures;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes as many reads as its subscriber requests, one after another. One thread at a time sends signals; work that other
 * threads find meanwhile is left to that thread. So signals do not overlap, and the stack does not grow.
 */
final class ReadSubscription implements Flow.Subscription {
    private final ReadPublisher publisher;
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final Deadlines deadlines = Deadlines.current();
    private final AtomicLong demand = new AtomicLong();

    /** The number of work items found since the working thread last looked; if positive, there is a working thread. */
    private final AtomicInteger found = new AtomicInteger(1);

    private volatile @Nullable IllegalArgumentException misuse;

    /** The read for whose end a function is already registered. */
    private @Nullable CompletableFuture<byte[]> awaited;

    ReadSubscription(ReadPublisher publisher, Flow.Subscriber<? super ByteBuffer> subscriber) {
        this.publisher = publisher;
        this.subscriber = subscriber;
    }

    /** Calls {@code onSubscribe}, then serves the requests made in it. */
    void begin() {
        deadlines.run(() -> {
            if (tell(() -> subscriber.onSubscribe(this))) {
                proceed();
            }
        });
    }

    /** Only tells the subscriber that it cannot subscribe. */
    void refuse(Throwable failure) {
        deadlines.run(() -> {
            if (tell(() -> subscriber.onSubscribe(this))) {
                tell(() -> subscriber.onError(failure));
            }
        });
    }

    @Override
    public void request(long elements) {
        if (elements <= 0) {
            misuse = new IllegalArgumentException("elements (" + elements + ") must be positive");
        } else {
            demand.accumulateAndGet(elements, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        }
        wake();
    }

    @Override
    public void cancel() {
        publisher.end(this);
    }

    /** Does the pending work, unless another thread is doing it. */
    void wake() {
        if (found.getAndIncrement() == 0) {
            deadlines.run(this::proceed);
        }
    }

    private void proceed() {
        int done = 1;
        while (done != 0) {
            boolean more = true;
            while (more) {
                more = step();
            }
            done = found.addAndGet(-done);
        }
    }

    /** Returns whether there is more work now. */
    private boolean step() {
        IllegalArgumentException failure = misuse;
        if (failure != null) {
            fail(failure);
            return false;
        }
        CompletableFuture<byte[]> read = demand.get() == 0 ? null : publisher.read(this);
        if (read == null) {
            return false;
        }
        if (!read.isDone()) {
            await(read);
            return false;
        }
        return switch (publisher.claim(this, read)) {
            case OWN -> {
                boolean more = pass(read);
                publisher.told(this);
                yield more;
            }
            case DISCARDED -> true;
            case LEFT -> false;
        };
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the result of the read is used then
    private void await(CompletableFuture<byte[]> read) {
        if (awaited != read) {
            awaited = read;
            read.whenComplete((bytes, failure) -> wake());
        }
    }

    private boolean pass(CompletableFuture<byte[]> read) {
        byte[] bytes;
        try {
            bytes = read.join(); // complete
        } catch (RuntimeException e) { // CancellationException, if the cancellation came from elsewhere
            fail(NetworkFutures.cause(e));
            return false;
        }
        if (bytes.length == 0) {
            if (publisher.end(this)) {
                tell(subscriber::onComplete);
            }
            return false;
        }
        demand.updateAndGet(wanted -> wanted == Long.MAX_VALUE ? wanted : wanted - 1);
        return tell(() -> subscriber.onNext(ByteBuffer.wrap(bytes)));
    }

    private void fail(Throwable failure) {
        if (publisher.end(this)) {
            tell(() -> subscriber.onError(failure));
        }
    }

    /**
     * Returns whether the subscriber obeyed the rule not to throw; a subscriber that throws has cancelled its subscription.
     */
    private boolean tell(Runnable signal) {
        try {
            signal.run();
            return true;
        } catch (Throwable e) {
            publisher.end(this);
            System.getLogger(ReadPublisher.class.getName())
                    .log(Level.WARNING, publisher + ": a subscriber threw an exception; its subscription ends", e);
            return false;
        }
    }
}
