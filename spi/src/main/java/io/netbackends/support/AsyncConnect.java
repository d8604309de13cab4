// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.LoopCall;
import io.netbackends.internal.RelayedFailure;
import io.netbackends.internal.Ticker;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connect under way in an event loop: a lookup, then a {@link ConnectRace}, which this class drives. */
final class AsyncConnect<C extends Closeable> extends LoopCall<AsyncNetworkStreamInterface> {
    private final ConnectRequest request;
    private final HostResolver resolver;
    private final AsyncHappyEyeballs.AttemptFactory<C> factory;
    private final AsyncHappyEyeballs.Opener<C> opener;
    private final ConnectWatch watch;
    private final Set<AsyncHappyEyeballs.Attempt<C>> running = new LinkedHashSet<>();

    /** Null until the addresses are known. */
    private @Nullable ConnectRace race;

    /** The address, if there is only one; else null. */
    private @Nullable InetSocketAddress only;

    private EventLoop.@Nullable ScheduledTask nextAttempt;

    AsyncConnect(
            ConnectRequest request,
            HostResolver resolver,
            EventLoop loop,
            AsyncHappyEyeballs.AttemptFactory<C> factory,
            AsyncHappyEyeballs.Opener<C> opener) {
        super(loop, "connect to " + request, request.cancellation());
        this.request = request;
        this.resolver = resolver;
        this.factory = factory;
        this.opener = opener;
        this.watch = new ConnectWatch(request);
    }

    @Override
    protected void begin() throws IOException {
        if (!request.addresses().isEmpty() || HostAndPort.of(request).isAddress()) {
            race(addresses());
        } else {
            runElsewhere(this::addresses, this::race);
        }
    }

    /** The signal ends this call, and with it the wait for the lookup. */
    private List<InetSocketAddress> addresses() throws IOException {
        return HappyEyeballs.addresses(request.withCancellation(null), resolver, watch); // may block
    }

    private void race(List<InetSocketAddress> addresses) {
        only = addresses.size() == 1 ? addresses.get(0) : null;
        ConnectRace begun = new ConnectRace(operation, addresses);
        race = begun;
        proceed(begun);
    }

    /** Takes the steps that the race returns, until one is to wait. */
    private void proceed(ConnectRace deciding) {
        stopTimer();
        while (!isDone()) {
            ConnectRace.Step step = deciding.next(Ticker.SYSTEM.read());
            if (step instanceof ConnectRace.GiveUp giveUp) {
                fail(giveUp.failure());
            } else if (step instanceof ConnectRace.Start start) {
                start(deciding, start.address());
            } else if (step instanceof ConnectRace.Await await) {
                if (await.nanos() < Long.MAX_VALUE) {
                    nextAttempt = loop.schedule(await.nanos(), () -> proceed(deciding));
                }
                return;
            }
        }
    }

    private void start(ConnectRace deciding, InetSocketAddress address) {
        watch.started(address);
        AsyncHappyEyeballs.Attempt<C> attempt;
        try {
            attempt = factory.open(address);
        } catch (IOException e) { // of a family that this machine does not support, for example
            failed(deciding, address, e);
            return;
        }
        running.add(attempt);
        attempt.connect((connection, failure) -> {
            running.remove(attempt);
            if (connection != null) {
                win(address, connection);
            } else {
                HappyEyeballs.closeQuietly(attempt);
                lose(deciding, address, failure);
            }
        });
    }

    private void win(InetSocketAddress address, C connection) {
        if (isDone()) {
            HappyEyeballs.closeQuietly(connection);
            return;
        }
        try {
            AsyncNetworkStreamInterface stream = opener.open(connection);
            watch.succeeded(address);
            succeed(stream);
        } catch (Throwable e) {
            HappyEyeballs.closeQuietly(connection);
            watch.failed(address, e);
            fail(e instanceof IOException io ? NetworkFailures.during(operation, io) : e);
        }
    }

    private void lose(ConnectRace deciding, InetSocketAddress address, @Nullable Throwable failure) {
        try {
            failed(deciding, address, RelayedFailure.of(failure));
        } catch (RuntimeException | Error e) { // a defect in user code ends the race
            fail(e);
        }
        proceed(deciding);
    }

    /** If there is only one address, the message need not repeat it. */
    private void failed(ConnectRace deciding, InetSocketAddress address, IOException failure) {
        watch.failed(address, failure);
        if (only == null) {
            deciding.failed(address, failure);
        } else {
            fail(NetworkFailures.during(operation, failure));
        }
    }

    /** Names the operation that timed out: the lookup, the only attempt, or the race as a whole. */
    @Override
    protected @Nullable NetworkTimeoutException expired() {
        if (race == null) {
            return expired("look up " + request);
        }
        if (only != null) {
            return expired("connect to " + HostAndPort.of(only));
        }
        NetworkTimeoutException expired = super.expired();
        if (expired != null) {
            race.failures().forEach(expired::addSuppressed);
        }
        return expired;
    }

    @Override
    protected void release() {
        stopTimer();
        running.forEach(HappyEyeballs::closeQuietly);
        running.clear();
        watch.over();
    }

    private void stopTimer() {
        if (nextAttempt != null) {
            nextAttempt.cancel();
            nextAttempt = null;
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // no caller gets it
    protected void discard(AsyncNetworkStreamInterface late) {
        late.close();
    }
}
