// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.Deadlines;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFuture;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.SecretBytes;
import io.netbackends.internal.ThreadedCall;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Opens a tunnel without waiting, by the same steps as {@link TunnelConnect}. One call is in progress at a time, and
 * cancelling the connect cancels it. A stream that opens too late is closed.
 */
final class AsyncTunnelConnect extends NetworkFuture<AsyncNetworkStreamInterface> {
    private final ConnectRequest request;
    private final Proxies proxies;
    private final AsyncNetworkBackendInterface delegate;
    private final @Nullable CancellationSignal signal;
    private final String operation;

    /** The tunnels not yet tried; null until they are known. */
    private @Nullable Deque<Tunnel> ways;

    /** The tunnel being tried; null between two tunnels. */
    private @Nullable Tunnel tunnel;

    private Deque<TunnelStep> steps = new ArrayDeque<>();
    private @Nullable Throwable firstFailure;
    private volatile CancellationSignal.@Nullable Registration registration;

    /** Guarded by this object, since any thread may cancel the connect. */
    private @Nullable CompletableFuture<?> pending;

    /** The connection to the first proxy. Guarded by this object. */
    private @Nullable AsyncNetworkStreamInterface stream;

    /** Accepts the result of a call. */
    @FunctionalInterface
    private interface Taker<T extends @Nullable Object> {
        void take(T value) throws IOException;
    }

    /**
     * One call.
     *
     * @param call the call, in progress or complete
     * @param then accepts its result
     * @param naming converts its failures for the caller
     */
    private record Turn<T extends @Nullable Object>(
            CompletableFuture<T> call, Taker<T> then, UnaryOperator<IOException> naming) {}

    AsyncTunnelConnect(ConnectRequest request, Proxies proxies, AsyncNetworkBackendInterface delegate) {
        this.request = request;
        this.proxies = proxies;
        this.delegate = delegate;
        signal = request.cancellation();
        operation = "connect to " + request;
    }

    CompletableFuture<AsyncNetworkStreamInterface> start() {
        try {
            if (signal != null) {
                signal.check(operation);
            }
            Deadlines.current().check(operation);
            if (signal != null) {
                registration = signal.closing(() -> completeExceptionally(
                        new NetworkStreamClosedException(operation + ": the connect was cancelled", null)));
            }
            proceed();
        } catch (IOException e) {
            end(e);
        }
        return this;
    }

    /** Makes one call after the other; in a loop, while calls are complete immediately. */
    private void proceed() {
        try {
            Turn<?> turn = next();
            while (turn != null && isOver(turn)) {
                turn = next();
            }
        } catch (Throwable e) {
            end(e);
        }
    }

    /** Returns false if the call is incomplete; its completion then continues the loop. */
    @SuppressWarnings({"FutureReturnValueIgnored", "NullAway"}) // both outcomes are handled; a Void is null
    private <T extends @Nullable Object> boolean isOver(Turn<T> turn) {
        hold(turn.call());
        if (!turn.call().isDone()) {
            turn.call().whenComplete((value, failure) -> {
                taken(turn, value, failure == null ? null : NetworkFutures.cause(failure));
                proceed();
            });
            return false;
        }
        T value = null;
        Throwable failure = null;
        try {
            value = turn.call().join();
        } catch (CompletionException | CancellationException e) {
            failure = NetworkFutures.cause(e);
        }
        taken(turn, value, failure);
        return true;
    }

    private <T extends @Nullable Object> void taken(Turn<T> turn, T value, @Nullable Throwable failure) {
        Throwable named = failure instanceof IOException e ? turn.naming().apply(e) : failure;
        if (failure == null) {
            try {
                turn.then().take(value);
            } catch (IOException e) {
                named = e;
            } catch (Throwable e) {
                end(e);
            }
        }
        if (named != null) {
            failed(named);
        }
    }

    /** Starts and returns the next call; null if there is nothing left to do. */
    private @Nullable Turn<?> next() {
        while (!isDone()) {
            if (ways == null) {
                return new Turn<>(
                        ways(),
                        found -> {
                            ways = found;
                        },
                        failure -> failure);
            }
            Tunnel current = tunnel;
            if (current == null) {
                return connect(ways.remove());
            }
            TunnelStep step = steps.peek();
            AsyncNetworkStreamInterface connection = connection();
            if (connection == null) {
                return null; // cancelled in the meantime
            }
            if (step == null) {
                succeed(current.isDirect() ? connection : new AsyncTunnelStream(connection, current));
                return null;
            }
            Turn<?> turn = step instanceof Negotiation negotiation
                    ? talk(negotiation, current, connection)
                    : new Turn<>(
                            connection.startTls(proxies.engine(step.proxy())),
                            nothing -> steps.remove(),
                            failure -> current.failed(step, failure));
            if (turn != null) {
                return turn;
            }
            steps.remove();
        }
        return null;
    }

    private CompletableFuture<Deque<Tunnel>> ways() {
        if (proxies.mayBlock()) {
            return ThreadedCall.start(() -> new ArrayDeque<>(proxies.tunnels(request)), () -> {}, late -> {});
        }
        try {
            return NetworkFutures.completed(new ArrayDeque<>(proxies.tunnels(request)));
        } catch (IOException e) {
            return NetworkFutures.failed(e);
        }
    }

    private Turn<?> connect(Tunnel way) {
        tunnel = way;
        steps = new ArrayDeque<>(way.steps());
        if (way.isDirect()) {
            return new Turn<>(delegate.connect(request), this::opened, failure -> failure);
        }
        HostAndPort address = way.first().address();
        return new Turn<>(
                address == null
                        ? delegate.connect(Objects.requireNonNull(way.first().path()))
                        : delegate.connect(way.proxyRequest(address)),
                this::opened,
                way::unreachable);
    }

    private void opened(AsyncNetworkStreamInterface connection) {
        boolean late;
        synchronized (this) {
            late = isDone();
            if (!late) {
                stream = connection;
            }
        }
        if (late) {
            abort(connection);
        }
    }

    /** Returns the next call of a negotiation; null after its end. */
    private @Nullable Turn<?> talk(Negotiation negotiation, Tunnel way, AsyncNetworkStreamInterface connection) {
        if (negotiation.wanted() == 0) {
            return null;
        }
        boolean secret = negotiation.isOutputSecret();
        byte[] output = negotiation.output();
        if (output.length > 0) {
            return new Turn<>(
                    send(output, secret, connection), nothing -> {}, failure -> way.failed(negotiation, failure));
        }
        return new Turn<>(
                connection.read(negotiation.wanted()),
                answer -> answered(negotiation, way, answer),
                failure -> way.failed(negotiation, failure));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the call has the outcome
    private static CompletableFuture<Void> send(byte[] output, boolean secret, AsyncNetworkStreamInterface connection) {
        if (!secret) {
            return connection.write(ByteBuffer.wrap(output));
        }
        SecretBytes hidden = SecretBytes.hide(output);
        CompletableFuture<Void> call = connection.write(ByteBuffer.wrap(output));
        call.whenComplete((nothing, failure) -> hidden.close());
        return call;
    }

    private static void answered(Negotiation negotiation, Tunnel way, byte[] answer) throws IOException {
        if (answer.length == 0) {
            throw way.ended(negotiation);
        }
        try {
            negotiation.accept(answer);
        } catch (IOException e) {
            throw way.refused(e);
        }
    }

    /** Handles the failure of a tunnel: tries the next one if there is one, and if the failure does not rule it out. */
    private void failed(Throwable failure) {
        Tunnel way = tunnel;
        Throwable told = failure instanceof UnsupportedAddressTypeException e && way != null && !way.isDirect()
                ? way.unsupported(delegate, e)
                : failure;
        if (firstFailure == null) {
            firstFailure = told;
        } else if (Tunnel.mayTryAnother(told)) {
            firstFailure.addSuppressed(told);
            told = firstFailure;
        }
        Deque<Tunnel> left = ways;
        if (left == null || left.isEmpty() || !Tunnel.mayTryAnother(told)) {
            end(told);
            return;
        }
        tunnel = null;
        AsyncNetworkStreamInterface useless;
        synchronized (this) {
            useless = stream;
            stream = null;
        }
        if (useless != null) {
            abort(useless);
        }
    }

    private void succeed(AsyncNetworkStreamInterface result) {
        boolean taken;
        synchronized (this) {
            stream = null; // the caller closes it from now on
            taken = super.complete(result);
        }
        takeBack();
        if (!taken) {
            abort(result);
        }
    }

    private void end(Throwable failure) {
        super.completeExceptionally(failure);
        release();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return completeExceptionally(new CancellationException(operation + ": cancelled")) || isCancelled();
    }

    @Override
    public boolean complete(@Nullable AsyncNetworkStreamInterface value) {
        return givenUp(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return givenUp(super.completeExceptionally(failure));
    }

    private boolean givenUp(boolean ended) {
        if (ended) {
            release();
        }
        return ended;
    }

    private synchronized @Nullable AsyncNetworkStreamInterface connection() {
        return stream;
    }

    /**
     * Registers a call to cancel with the connect; cancels it if the connect has ended. A stream that it opens nevertheless
     * is closed.
     */
    private void hold(CompletableFuture<?> call) {
        synchronized (this) {
            if (!isDone()) {
                pending = call;
                return;
            }
        }
        call.cancel(true);
    }

    /** Cancels the call in progress, and closes the open stream. */
    private void release() {
        CompletableFuture<?> call;
        AsyncNetworkStreamInterface connection;
        synchronized (this) {
            call = pending;
            pending = null;
            connection = stream;
            stream = null;
        }
        takeBack();
        if (call != null) {
            call.cancel(true);
        }
        if (connection != null) {
            abort(connection);
        }
    }

    private void takeBack() {
        CancellationSignal.Registration given = registration;
        if (given != null) {
            given.close();
        }
    }

    /** Closes a stream that no caller receives. */
    @SuppressWarnings("FutureReturnValueIgnored") // no caller waits for the close
    private static void abort(AsyncNetworkStreamInterface stream) {
        stream.abort();
    }
}
