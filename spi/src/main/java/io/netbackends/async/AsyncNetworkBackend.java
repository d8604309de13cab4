// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * The default backend for callers that do not wait: the one that {@link NetworkBackend} selects, by the same property and the
 * same names.
 *
 * <p>Safe for use by several threads, as all backends are; {@linkplain io.netbackends.async no call throws}.
 *
 * @implNote Each call blocks a thread: a virtual one where the JDK has them (21 and later), otherwise a daemon. A read that is
 *     cancelled or times out leaves its thread in the call, and the next read gets what that brings; until then, {@code startTls}
 *     fails and closes the stream, since the thread could take what belongs to the TLS engine.
 */
public final class AsyncNetworkBackend implements AsyncNetworkBackendInterface {
    private final NetworkBackend backend;
    private final AsyncNetworkBackendInterface async;

    /**
     * Finds and creates the selected backend.
     *
     * @throws IllegalArgumentException as {@link NetworkBackend#NetworkBackend()} does
     * @throws IllegalStateException as {@link NetworkBackend#NetworkBackend()} does
     */
    public AsyncNetworkBackend() {
        this(new NetworkBackend());
    }

    private AsyncNetworkBackend(NetworkBackend backend) {
        this.backend = backend;
        this.async = overThreads(backend);
    }

    /**
     * Finds and creates a backend by name, whatever is selected.
     *
     * @param spec as for {@link NetworkBackend#named}
     * @return the backend
     * @throws IllegalArgumentException as {@link NetworkBackend#named} does
     * @throws IllegalStateException as {@link NetworkBackend#named} does
     */
    public static AsyncNetworkBackend named(String spec) {
        return new AsyncNetworkBackend(NetworkBackend.named(spec));
    }

    /**
     * Makes any blocking backend an asynchronous one. Each call blocks a thread, as described {@linkplain AsyncNetworkBackend
     * above}.
     *
     * @param blocking gets the calls
     * @return the same backend for callers that do not wait
     */
    public static AsyncNetworkBackendInterface overThreads(NetworkBackendInterface blocking) {
        return new ThreadedBackend(blocking);
    }

    /** {@return the names of the backends this one consists of, outermost first: {@code "recording:socket"}} */
    public String name() {
        return backend.name();
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
        return async.connect(host, port);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        return async.connect(request);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
        return async.connect(address);
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(String host, int port) {
        return async.listen(host, port);
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(SocketAddress address) {
        return async.listen(address);
    }

    /** Returns, for instance, {@code <AsyncNetworkBackend [socket, threads]>}. */
    @Override
    public String toString() {
        return "<AsyncNetworkBackend [" + name() + ", threads]>";
    }
}
