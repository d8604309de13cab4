// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.Operation;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Adapts an asynchronous backend to blocking callers: each call starts the asynchronous call and waits for it. An interrupt
 * cancels the call and closes its stream.
 */
public final class BlockingBackend implements NetworkBackendInterface {
    private final AsyncNetworkBackendInterface async;

    private BlockingBackend(AsyncNetworkBackendInterface async) {
        this.async = async;
    }

    /**
     * Wraps a backend.
     *
     * @param async the backend to call
     * @return the same backend for blocking callers
     */
    public static NetworkBackendInterface of(AsyncNetworkBackendInterface async) {
        return new BlockingBackend(Objects.requireNonNull(async, "async"));
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return connected(new HostAndPort(host, port), () -> async.connect(host, port));
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        Objects.requireNonNull(request, "request");
        return connected(request, () -> async.connect(request));
    }

    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        Objects.requireNonNull(address, "address");
        return connected(address, () -> async.connect(address));
    }

    @Override
    public NetworkListenerInterface listen(String host, int port) throws IOException {
        return listening(new HostAndPort(host, port), () -> async.listen(host, port));
    }

    @Override
    public NetworkListenerInterface listen(SocketAddress address) throws IOException {
        Objects.requireNonNull(address, "address");
        return listening(address, () -> async.listen(address));
    }

    private static NetworkStreamInterface connected(
            Object peer, Supplier<CompletableFuture<AsyncNetworkStreamInterface>> call) throws IOException {
        String name = peer.toString();
        Operation operation = new Operation("connect to ", name);
        NetworkFailures.checkInterrupt(operation);
        return new BlockingStream(Await.result(call, operation, () -> {}), name); // may block
    }

    private static NetworkListenerInterface listening(
            Object address, Supplier<CompletableFuture<AsyncNetworkListenerInterface>> call) throws IOException {
        Operation operation = new Operation("listen on ", address.toString());
        NetworkFailures.checkInterrupt(operation);
        return new BlockingListener(Await.result(call, operation, () -> {})); // may block
    }

    /** Returns, for instance, {@code <BlockingBackend [<AsyncNetworkBackend [nio, event loop]>]>}. */
    @Override
    public String toString() {
        return "<BlockingBackend [" + async + "]>";
    }
}
