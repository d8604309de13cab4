// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.Timeout;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Performs a {@link ConnectRequest} with an asynchronous backend that supports only hosts and ports. */
final class AsyncSimpleConnect {
    private AsyncSimpleConnect() {}

    static CompletableFuture<AsyncNetworkStreamInterface> connect(
            AsyncNetworkBackendInterface backend, ConnectRequest request) {
        CancellationSignal signal = request.cancellation();
        try {
            request.requireOptionsAmong(Set.of(), backend);
            request.requireNoLocalAddress(backend);
            if (signal != null) {
                signal.check("connect to " + request);
            }
        } catch (IOException | RuntimeException e) {
            return NetworkFutures.failed(e);
        }
        Iterator<InetAddress> addresses = request.addresses().iterator();
        CompletableFuture<AsyncNetworkStreamInterface> call = addresses.hasNext()
                ? connectToNext(backend, request, addresses, null)
                : Timeout.propagate(backend.connect(request.host(), request.port()));
        return signal == null ? call : endedBy(signal, call, request);
    }

    /**
     * Throws the failure of the first attempt. After a timeout, or a failure that is not an {@link IOException}, no other
     * address is tried.
     */
    private static CompletableFuture<AsyncNetworkStreamInterface> connectToNext(
            AsyncNetworkBackendInterface backend,
            ConnectRequest request,
            Iterator<InetAddress> addresses,
            @Nullable IOException first) {
        HostAndPort literal = HostAndPort.of(addresses.next(), request.port());
        return Timeout.propagate(backend.connect(literal.host(), literal.port()))
                .exceptionallyCompose(failure -> {
                    Throwable cause = NetworkFutures.cause(failure);
                    if (!(cause instanceof IOException io) || cause instanceof InterruptedIOException) {
                        return NetworkFutures.failed(suppressing(cause, first));
                    }
                    IOException told = first == null
                            ? NetworkFailures.during("connect to " + request, io)
                            : suppressing(first, io);
                    return addresses.hasNext()
                            ? connectToNext(backend, request, addresses, told)
                            : NetworkFutures.failed(told);
                });
    }

    private static <E extends Throwable> E suppressing(E failure, @Nullable IOException other) {
        if (other != null) {
            failure.addSuppressed(other);
        }
        return failure;
    }

    private static CompletableFuture<AsyncNetworkStreamInterface> endedBy(
            CancellationSignal signal, CompletableFuture<AsyncNetworkStreamInterface> call, ConnectRequest request) {
        CancellationSignal.Registration registration = signal.closing(() -> call.cancel(true));
        return call.handle((stream, failure) -> {
            registration.close();
            if (failure == null) {
                return stream;
            }
            Throwable cause = NetworkFutures.cause(failure);
            throw cause instanceof CancellationException && signal.isCancelled()
                    ? new CompletionException(new NetworkStreamClosedException(
                            "connect to " + request + ": the connect was cancelled", null))
                    : new CompletionException(cause);
        });
    }
}
