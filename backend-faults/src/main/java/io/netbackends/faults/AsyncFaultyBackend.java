// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.ExtraInfo;
import io.netbackends.async.AsyncForwardingNetworkBackend;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DecoratedCall;
import io.netbackends.internal.HostPattern;
import io.netbackends.internal.NetworkFutures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous half of {@link FaultyBackend}, which documents the details. It waits with timers, so no fault blocks a
 * thread. Safe for use by several threads.
 */
public final class AsyncFaultyBackend extends AsyncForwardingNetworkBackend {
    private final Faults faults;

    /**
     * Creates a backend.
     *
     * @param delegate opens the streams
     * @param faults the faults to inject; may be changed at any time, and shared by several backends
     */
    public AsyncFaultyBackend(AsyncNetworkBackendInterface delegate, Faults faults) {
        super(delegate);
        this.faults = Objects.requireNonNull(faults, "faults");
    }

    /** {@return the faults to inject} */
    public Faults faults() {
        return faults;
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        return request == null
                ? delegate().connect(request) // throws the NullPointerException
                : meetConnect(
                        FaultyBackend.begin(request, faults),
                        request.cancellation(),
                        () -> delegate().connect(request));
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
        return address instanceof InetSocketAddress || address == null
                ? super.connect(address)
                : meetConnect(
                        faults.begin(HostPattern.names(address), address.toString()),
                        null,
                        () -> delegate().connect(address));
    }

    /** Called for accepted streams only, since {@code connect} is overridden. */
    @Override
    protected AsyncNetworkStreamInterface decorate(AsyncNetworkStreamInterface stream) {
        SocketAddress peer =
                stream.getExtraInfo(ExtraInfo.CLIENT_ADDR.name()) instanceof SocketAddress address ? address : null;
        return new AsyncFaultyStream(stream, FaultyBackend.accepted(peer, faults));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // of whenComplete, which only closes the registration
    private CompletableFuture<AsyncNetworkStreamInterface> meetConnect(
            ConnectionFaults connection,
            @Nullable CancellationSignal signal,
            Supplier<CompletableFuture<AsyncNetworkStreamInterface>> connect) {
        if (connection.isEmpty()) {
            return opened(connect.get(), connection);
        }
        long nanos = connection.longest(connection.find(Effect.ConnectLatency.class));
        String operation = "connect to " + connection.target();
        CompletableFuture<Boolean> pause;
        if (signal == null) {
            pause = faults.pause(nanos, () -> false, operation);
        } else {
            CancellationSignal.Registration registration = signal.closing(faults::wake);
            pause = faults.pause(nanos, signal::isCancelled, operation);
            pause.whenComplete((over, failure) -> registration.close());
        }
        return AsyncFaultyStream.asCall(pause.thenCompose(over -> {
            try {
                if (signal != null) {
                    signal.check(operation);
                }
            } catch (IOException e) {
                return NetworkFutures.failed(e);
            }
            IOException refused = FaultyBackend.refusal(connection);
            return refused == null ? opened(connect.get(), connection) : NetworkFutures.failed(refused);
        }));
    }

    private static CompletableFuture<AsyncNetworkStreamInterface> opened(
            CompletableFuture<AsyncNetworkStreamInterface> opening, ConnectionFaults connection) {
        return DecoratedCall.of(opening, stream -> new AsyncFaultyStream(stream, connection), failure -> {});
    }

    /** Returns, for instance, {@code <AsyncFaultyBackend [<AsyncNioBackend>]>}. */
    @Override
    public String toString() {
        return "<AsyncFaultyBackend [" + delegate() + "]>";
    }
}
