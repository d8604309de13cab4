// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.internal.AsyncDiscovery;
import io.netbackends.internal.CreatedBackend;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * The default asynchronous backend: the one that the system property {@code netbackends.backend} selects, by the rules of
 * {@link NetworkBackend}. If none is selected and the provider named {@code nio} is installed, it is that one.
 *
 * <p>A backend without a native asynchronous half ({@link AsyncNetworkBackendProvider}) runs {@linkplain #overThreads over
 * threads}. {@link #execution} returns which it is. The blocking half of a backend is created only if this needs it.
 *
 * <p>Safe for use by several threads, as all backends are; {@linkplain io.netbackends.async no call throws}.
 */
public final class AsyncNetworkBackend implements AsyncNetworkBackendInterface {
    private final CreatedBackend<AsyncNetworkBackendInterface> created;

    /**
     * Finds and creates the selected backend.
     *
     * @throws IllegalArgumentException as {@link NetworkBackend#NetworkBackend()} does
     * @throws IllegalStateException as {@link NetworkBackend#NetworkBackend()} does
     */
    public AsyncNetworkBackend() {
        this(AsyncDiscovery.get().selected());
    }

    private AsyncNetworkBackend(CreatedBackend<AsyncNetworkBackendInterface> created) {
        this.created = created;
    }

    /**
     * Finds and creates a backend by name, regardless of the properties that select the default.
     *
     * @param spec as for {@link NetworkBackend#named}
     * @return the backend
     * @throws IllegalArgumentException as {@link NetworkBackend#named} does
     * @throws IllegalStateException as {@link NetworkBackend#named} does
     */
    public static AsyncNetworkBackend named(String spec) {
        return named(spec, HostResolver.system());
    }

    /**
     * Finds and creates a backend by name, with a resolver for its transports.
     *
     * @param spec as for {@link NetworkBackend#named}
     * @param resolver looks up host names for all backends of the spec; must be safe for use by several threads
     * @return the backend
     * @throws IllegalArgumentException as {@link NetworkBackend#named} does
     * @throws IllegalStateException as {@link NetworkBackend#named} does
     */
    public static AsyncNetworkBackend named(String spec, HostResolver resolver) {
        Objects.requireNonNull(resolver, "resolver");
        return new AsyncNetworkBackend(AsyncDiscovery.get().named(spec, resolver));
    }

    /**
     * Makes any blocking backend an asynchronous one. Each call blocks a thread: a virtual one if the JDK has them (21 and
     * later), otherwise a daemon. If a read is cancelled or times out, its thread stays in the call, and the next read gets
     * the bytes that this call reads. Until then, {@code startTls} fails and closes the stream, since the thread could take
     * bytes that belong to the TLS engine.
     *
     * @param blocking the backend to call
     * @return the same backend for asynchronous callers
     */
    public static AsyncNetworkBackendInterface overThreads(NetworkBackendInterface blocking) {
        return new ThreadedBackend(blocking);
    }

    /** {@return the names of the backends that make up this one, outermost first: {@code "recording:socket"}} */
    public String name() {
        return created.spec();
    }

    /** {@return how the calls run: {@link AsyncExecution#EVENT_LOOP} or {@link AsyncExecution#THREADS}} */
    public AsyncExecution execution() {
        return created.execution();
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
        return created.backend().connect(host, port);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        return created.backend().connect(request);
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
        return created.backend().connect(address);
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(String host, int port) {
        return created.backend().listen(host, port);
    }

    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(SocketAddress address) {
        return created.backend().listen(address);
    }

    /** Returns, for instance, {@code <AsyncNetworkBackend [socket, threads]>}. */
    @Override
    public String toString() {
        return "<AsyncNetworkBackend [" + name() + ", " + execution() + "]>";
    }
}
