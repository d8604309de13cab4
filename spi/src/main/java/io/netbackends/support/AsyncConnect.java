// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.Deadlines;
import io.netbackends.HostResolver;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.RelayedFailure;
import io.netbackends.internal.ThreadedCall;
import io.netbackends.internal.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connect under way in an event loop: a lookup, then a {@link ConnectRace}, whose driver this is. It is over once. All but its
 * beginning and its end happens on the loop's thread.
 */
final class AsyncConnect<C extends Closeable> extends NetworkFuture<AsyncNetworkStreamInterface> {
    private final ConnectRequest request;
    private final String operation;
    private final EventLoop loop;
    private final AsyncHappyEyeballs.AttemptFactory<C> factory;
    private final AsyncHappyEyeballs.Opener<C> opener;
    private final Deadlines deadlines = Deadlines.current();
    private final Set<AsyncHappyEyeballs.Attempt<C>> running = new LinkedHashSet<>();
    private @Nullable ConnectRace race;
    private EventLoop.@Nullable ScheduledTask deadlineTimer;
    private EventLoop.@Nullable ScheduledTask nextAttempt;
    private volatile CancellationSignal.@Nullable Registration registration;
    private volatile @Nullable CompletableFuture<List<InetSocketAddress>> lookup;
    private boolean over;

    AsyncConnect(
            ConnectRequest request,
            EventLoop loop,
            AsyncHappyEyeballs.AttemptFactory<C> factory,
            AsyncHappyEyeballs.Opener<C> opener) {
        this.request = request;
        this.operation = "connect to " + request;
        this.loop = loop;
        this.factory = factory;
        this.opener = opener;
    }

    void begin(HostResolver resolver) {
        try {
            CancellationSignal cancellation = request.cancellation();
            if (cancellation != null) {
                cancellation.check(operation);
                registration = cancellation.closing(() -> cancelledBy(cancellation));
            }
            deadlines.check(operation);
            if (request.addresses().isEmpty() && !HostAndPort.of(request).isAddress()) {
                lookUp(resolver);
                loop.run(this::startTimer);
            } else {
                List<InetSocketAddress> addresses = HappyEyeballs.addresses(request, resolver);
                loop.run(() -> {
                    startTimer();
                    race(addresses);
                });
            }
        } catch (Throwable e) { // the loop may have no thread
            end(e);
        }
    }

    private void cancelledBy(CancellationSignal cancellation) {
        try {
            cancellation.check(operation);
        } catch (IOException e) {
            end(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failure is the connect's own
    private void lookUp(HostResolver resolver) {
        CompletableFuture<List<InetSocketAddress>> call = ThreadedCall.start(
                () -> HappyEyeballs.addresses(request.withCancellation(null), resolver), () -> {}, late -> {});
        lookup = call;
        call.whenComplete((addresses, failure) -> {
            if (failure == null) {
                startRace(addresses);
            } else {
                end(NetworkFutures.cause(failure));
            }
        });
    }

    private void startRace(List<InetSocketAddress> addresses) {
        try {
            loop.execute(() -> race(addresses));
        } catch (Throwable e) {
            end(e);
        }
    }

    private void startTimer() {
        long remaining = deadlines.remainingNanos();
        if (remaining < Long.MAX_VALUE && !isOver()) {
            deadlineTimer = loop.schedule(remaining, this::expire);
        }
    }

    private void expire() {
        NetworkTimeoutException expired = deadlines.expired(operation);
        if (expired == null) {
            startTimer(); // a deadline was cancelled
            return;
        }
        if (race != null) {
            race.failures().forEach(expired::addSuppressed);
        }
        end(expired);
    }

    private void race(List<InetSocketAddress> addresses) {
        if (isOver()) {
            return;
        }
        if (addresses.size() == 1) {
            connectAlone(addresses.get(0));
        } else {
            race = new ConnectRace(operation, addresses);
            proceed(race);
        }
    }

    private void connectAlone(InetSocketAddress address) {
        try {
            start(factory.open(address), failure -> end(NetworkFailures.during(operation, failure)));
        } catch (IOException e) {
            end(NetworkFailures.during(operation, e));
        } catch (Throwable e) {
            end(e);
        }
    }

    /** Does what the race says, until it says to wait. */
    private void proceed(ConnectRace deciding) {
        while (!isOver()) {
            ConnectRace.Step step = deciding.next(Ticker.SYSTEM.read());
            if (step instanceof ConnectRace.GiveUp giveUp) {
                end(giveUp.failure());
            } else if (step instanceof ConnectRace.Start start) {
                startOneOf(deciding, start.address());
            } else if (step instanceof ConnectRace.Await await) {
                stop(nextAttempt);
                nextAttempt =
                        await.nanos() == Long.MAX_VALUE ? null : loop.schedule(await.nanos(), () -> proceed(deciding));
                return;
            }
        }
    }

    private void startOneOf(ConnectRace deciding, InetSocketAddress address) {
        try {
            start(factory.open(address), failure -> {
                deciding.failed(address, failure);
                proceed(deciding);
            });
        } catch (IOException e) {
            deciding.failed(address, e); // of a family that this machine does not have, for example
        } catch (Throwable e) {
            end(e);
        }
    }

    private interface FailedAttempt {
        void failed(IOException failure);
    }

    private void start(AsyncHappyEyeballs.Attempt<C> attempt, FailedAttempt onFailure) {
        running.add(attempt);
        attempt.connect((connection, failure) -> {
            running.remove(attempt);
            if (connection != null) {
                win(connection);
                return;
            }
            HappyEyeballs.closeQuietly(attempt);
            try {
                onFailure.failed(RelayedFailure.of(failure));
            } catch (RuntimeException | Error e) { // a defect in a plugged part ends the race
                end(e);
            }
        });
    }

    private void win(C connection) {
        if (!tryEnd()) {
            HappyEyeballs.closeQuietly(connection);
            return;
        }
        AsyncNetworkStreamInterface stream;
        try {
            stream = opener.open(connection);
        } catch (Throwable e) {
            HappyEyeballs.closeQuietly(connection);
            tell(null, e instanceof IOException io ? NetworkFailures.during(operation, io) : e);
            return;
        }
        tell(stream, null);
    }

    private void end(Throwable failure) {
        if (tryEnd()) {
            tell(null, failure);
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized boolean tryEnd() {
        boolean ended = !over;
        over = true;
        return ended;
    }

    private void tell(@Nullable AsyncNetworkStreamInterface stream, @Nullable Throwable failure) {
        release();
        Deadlines.none().run(() -> {
            if (failure != null) {
                super.completeExceptionally(failure);
            } else {
                super.complete(stream);
            }
        });
    }

    private void release() {
        CancellationSignal.Registration registered = registration;
        if (registered != null) {
            registered.close();
        }
        CompletableFuture<?> pending = lookup;
        if (pending != null) {
            pending.cancel(true);
        }
        try {
            loop.run(this::releaseOnLoop);
        } catch (Throwable e) {
            // the loop has no thread, and has not had one: there is nothing to release
        }
    }

    private void releaseOnLoop() {
        stop(deadlineTimer);
        stop(nextAttempt);
        running.forEach(HappyEyeballs::closeQuietly);
        running.clear();
    }

    private static void stop(EventLoop.@Nullable ScheduledTask timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        end(new CancellationException(operation + ": cancelled"));
        return isCancelled();
    }

    @Override
    public boolean complete(@Nullable AsyncNetworkStreamInterface value) {
        return giveUp() && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return giveUp() && super.completeExceptionally(failure);
    }

    private boolean giveUp() {
        boolean ended = tryEnd();
        if (ended) {
            release();
        }
        return ended;
    }
}
