// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.Deadlines;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.ThreadedCall;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Adapts a blocking backend to asynchronous callers: each call blocks a thread, a virtual one if the JDK has them. If the
 * future was cancelled, a stream that its call opens is closed; bytes read and connections accepted go to the next call.
 */
final class ThreadedBackend implements AsyncNetworkBackendInterface {
    private final NetworkBackendInterface blocking;

    ThreadedBackend(NetworkBackendInterface blocking) {
        this.blocking = Objects.requireNonNull(blocking, "blocking");
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
        try {
            return connect(ConnectRequest.to(host, port));
        } catch (RuntimeException e) {
            return NetworkFutures.failed(e);
        }
    }

    /**
     * Cancelling the future ends the connect. A connect that cannot be ended continues, and its connection is closed once
     * established.
     */
    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        if (request == null) {
            return NetworkFutures.failed(new NullPointerException("request"));
        }
        CancellationSignal given = request.cancellation();
        CancellationSignal signal = given == null ? new CancellationSignal() : given;
        return connect(
                () -> blocking.connect(request.withCancellation(signal)),
                given == null ? signal::cancel : () -> {},
                request.toString());
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
        return address instanceof InetSocketAddress
                ? AsyncNetworkBackendInterface.super.connect(address)
                : connect(() -> blocking.connect(address), () -> {}, String.valueOf(address));
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(String host, int port) {
        return listen(() -> blocking.listen(host, port));
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(SocketAddress address) {
        return listen(() -> blocking.listen(address));
    }

    private static CompletableFuture<AsyncNetworkStreamInterface> connect(
            Deadlines.Task<NetworkStreamInterface, IOException> call, Runnable onGivenUp, String peer) {
        return ThreadedCall.start(() -> new ThreadedStream(call.call(), peer), onGivenUp, ThreadedBackend::discard);
    }

    private static CompletableFuture<AsyncNetworkListenerInterface> listen(
            Deadlines.Task<NetworkListenerInterface, IOException> call) {
        return ThreadedCall.start(() -> new ThreadedListener(call.call()), () -> {}, ThreadedBackend::discard);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // no caller gets it
    static void discard(AsyncNetworkStreamInterface stream) {
        stream.close();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // no caller gets it
    private static void discard(AsyncNetworkListenerInterface listener) {
        listener.close();
    }

    /** Returns, for instance, {@code <AsyncNetworkBackend [socket, threads]>}. */
    @Override
    public String toString() {
        return "<AsyncNetworkBackend [" + blocking + ", threads]>";
    }
}
