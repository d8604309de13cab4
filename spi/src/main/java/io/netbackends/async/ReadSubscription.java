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
 * Reads as much as its subscriber asks for, one read after another. Signals come one at a time, from whichever thread has found
 * something to do; it does what others find meanwhile, too, so that neither two signals overlap nor the stack grows.
 */
final class ReadSubscription implements Flow.Subscription {
    private final ReadPublisher publisher;
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final Deadlines deadlines = Deadlines.current();
    private final AtomicLong demand = new AtomicLong();

    /** How often something was found to do since the thread that does it has looked; above 0, there is such a thread. */
    private final AtomicInteger found = new AtomicInteger(1);

    private volatile @Nullable IllegalArgumentException misuse;

    /** The read whose end is already waited for. */
    private @Nullable CompletableFuture<byte[]> awaited;

    ReadSubscription(ReadPublisher publisher, Flow.Subscriber<? super ByteBuffer> subscriber) {
        this.publisher = publisher;
        this.subscriber = subscriber;
    }

    /** Tells the subscriber, and then does what it has asked for. */
    void begin() {
        deadlines.run(() -> {
            if (tell(() -> subscriber.onSubscribe(this))) {
                proceed();
            }
        });
    }

    /** Tells the subscriber, and nothing more than that it cannot subscribe. */
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

    /** Does what there is to do now, unless another thread does it already. */
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

    /** Returns whether to go on at once. */
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

    @SuppressWarnings("FutureReturnValueIgnored") // what came of the read is looked at then
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
        } catch (RuntimeException e) { // CancellationException, if it was not this object that cancelled it
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

    /** Returns whether the subscriber has kept its own rule not to throw; one that throws has cancelled its subscription. */
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
