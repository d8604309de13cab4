// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.NetworkFutures;
import io.netbackends.internal.ThreadedCall;
import io.netbackends.nio.loop.SelectorLoops;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Network streams over UNIX-domain sockets with asynchronous calls: the asynchronous half of {@link UnixSocketBackend}, made
 * by its {@linkplain UnixSocketBackend#builder builder}. Immutable, safe for use by several threads.
 *
 * <p>Connects and streams run on event loops. Other threads create, check and delete socket files, and look up the names of
 * a peer's user and group, since both may block.
 */
public final class AsyncUnixSocketBackend implements AsyncNetworkBackendInterface {
    private final UnixSettings settings;
    private final Routes routes;
    private final @Nullable AsyncNetworkBackendInterface delegate;

    AsyncUnixSocketBackend(UnixSettings settings, Routes routes, @Nullable AsyncNetworkBackendInterface delegate) {
        this.settings = settings;
        this.routes = routes;
        this.delegate = delegate;
    }

    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port) {
        return caught(() -> connect(ConnectRequest.to(host, port)));
    }

    /**
     * Connects to the path, or over the backend, that the host and port are routed to, as {@link UnixSocketBackend#connect}
     * does.
     */
    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        return caught(() -> {
            Path path = routes.find(request);
            if (path != null) {
                request.requireNoLocalAddress(this);
                return connect(path, request);
            }
            return delegate == null
                    ? NetworkFutures.failed(new ConnectException("connect to " + request + routes.nowhere()))
                    : delegate.connect(request);
        });
    }

    /** Connects to a path, or to a host and port as {@link #connect(String, int)}. */
    @Override
    public CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
        return caught(() -> {
            if (address instanceof UnixDomainSocketAddress unix) {
                return connect(SocketPath.of(unix), null, settings);
            }
            return address instanceof InetSocketAddress
                    ? AsyncNetworkBackendInterface.super.connect(address)
                    : other(address).connect(address);
        });
    }

    private CompletableFuture<AsyncNetworkStreamInterface> connect(Path path, ConnectRequest request) {
        UnixSettings own;
        try {
            own = settings.with(request, this);
        } catch (IOException e) {
            return NetworkFutures.failed(e);
        }
        return connect(path, request.cancellation(), own);
    }

    private static CompletableFuture<AsyncNetworkStreamInterface> connect(
            Path path, @Nullable CancellationSignal signal, UnixSettings settings) {
        return new AsyncUnixConnect(SelectorLoops.next(), path, settings, signal).start();
    }

    /**
     * Listens on the path, or over the backend, that the host and port are routed to, as {@link UnixSocketBackend#listen}
     * does.
     */
    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(String host, int port) {
        return caught(() -> {
            HostAndPort target = new HostAndPort(host, port);
            Path path = routes.find(target);
            if (path != null) {
                return listen(path);
            }
            return delegate == null
                    ? NetworkFutures.failed(new BindException("listen on " + target + routes.nowhere()))
                    : delegate.listen(host, port);
        });
    }

    /** Listens on a path, or on a host and port as {@link #listen(String, int)}. */
    @Override
    public CompletableFuture<AsyncNetworkListenerInterface> listen(SocketAddress address) {
        return caught(() -> {
            if (address instanceof UnixDomainSocketAddress unix) {
                return listen(SocketPath.of(unix));
            }
            if (address instanceof InetSocketAddress inet) {
                Path path = routes.find(ConnectRequest.to(inet));
                if (path != null) {
                    return listen(path);
                }
                if (delegate == null) {
                    return NetworkFutures.failed(
                            new BindException("listen on " + HostAndPort.of(inet) + routes.nowhere()));
                }
            }
            return other(address).listen(address);
        });
    }

    private CompletableFuture<AsyncNetworkListenerInterface> listen(Path path) {
        return ThreadedCall.start(
                () -> {
                    String operation = "listen on " + path;
                    DeadlineWait.check(operation);
                    return new AsyncUnixListener(SocketFile.bind(path, settings.permissions(), operation), settings);
                },
                () -> {},
                AsyncUnixSocketBackend::discard);
    }

    private AsyncNetworkBackendInterface other(SocketAddress address) {
        if (address == null) {
            throw new NullPointerException("address");
        }
        if (delegate == null) {
            throw new UnsupportedAddressTypeException();
        }
        return delegate;
    }

    /** Converts an exception for a bad argument to a failed future. */
    private static <T> CompletableFuture<T> caught(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return NetworkFutures.failed(e);
        }
    }

    /** For a listener whose future was cancelled. */
    @SuppressWarnings("FutureReturnValueIgnored") // no caller waits for this
    private static void discard(AsyncNetworkListenerInterface late) {
        late.close();
    }

    /** Returns {@code <AsyncUnixSocketBackend>}. */
    @Override
    public String toString() {
        return "<AsyncUnixSocketBackend>";
    }
}
