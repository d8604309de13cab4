// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.Deadlines;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The asynchronous half of a network in memory. */
final class AsyncMemoryBackend implements AsyncNetworkBackendInterface {
    private final MemoryNetwork network;
    private final MemorySettings settings;

    AsyncMemoryBackend(MemoryNetwork network, MemorySettings settings) {
        this.network = network;
        this.settings = settings;
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
        try {
            return connect(ConnectRequest.to(host, port));
        } catch (RuntimeException e) {
            return NetworkFutures.failed(e);
        }
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        try {
            Objects.requireNonNull(request, "request");
            request.requireOptionsAmong(Set.of(), this);
            request.requireNoLocalAddress(this);
            return connect(network.target(request), request.cancellation());
        } catch (IOException | RuntimeException e) {
            return NetworkFutures.failed(e);
        }
    }

    private CompletableFuture<AsyncNetworkStreamInterface> connect(
            HostAndPort target, @Nullable CancellationSignal signal) throws IOException {
        String operation = "connect to " + target;
        if (signal != null) {
            signal.check(operation);
        }
        Deadlines.current().check(operation);
        MemoryNetwork.Attempt attempt = network.attempt(target, operation, settings);
        CompletableFuture<AsyncNetworkStreamInterface> call = attempt.listener()
                .backlog()
                .addAsync(
                        attempt.pair(),
                        operation,
                        socket -> AsyncMemoryTransport.connected(socket, settings.truncation()));
        if (signal != null && !call.isDone()) {
            endBy(signal, call, operation);
        }
        return call;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the caller has the future of the call
    private static void endBy(CancellationSignal signal, CompletableFuture<?> call, String operation) {
        CancellationSignal.Registration registration = signal.closing(() -> call.completeExceptionally(
                new NetworkStreamClosedException(operation + ": the connect was cancelled", null)));
        call.whenComplete((stream, failure) -> registration.close());
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(String host, int port) {
        try {
            HostAndPort address = new HostAndPort(host, port);
            String operation = "listen on " + address;
            Deadlines.current().check(operation);
            return NetworkFutures.completed(
                    new AsyncMemoryListener(network.listen(address, operation, settings), settings.truncation()));
        } catch (IOException | RuntimeException e) {
            return NetworkFutures.failed(e);
        }
    }

    /** Returns {@code <AsyncMemoryBackend>}. */
    @Override
    public String toString() {
        return "<AsyncMemoryBackend>";
    }
}
