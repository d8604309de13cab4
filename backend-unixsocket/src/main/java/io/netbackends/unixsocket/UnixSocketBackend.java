// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.internal.CancellableCall;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Network streams over UNIX-domain sockets. Immutable, safe for use by several threads.
 *
 * <p>{@link UnixDomainSocketAddress}es are used as they are. Hosts are not looked up: a host and port are routed to the path
 * for that host and port, else for that host, else to the default path, else to another backend if there is one. Otherwise
 * the connect is refused.
 *
 * <p>Connecting to a path without a listener always throws {@link ConnectException}, whether the file is missing or is not a
 * socket. While the backlog of a listener is full, a connect waits within its deadline. {@link Thread#interrupt} ends every
 * blocked call. If a deadline interrupts a write, the peer sees an orderly end, since UNIX-domain sockets have no reset. The
 * JDK does not support abstract names, so a path that begins with {@code @} is rejected.
 *
 * <p>{@link io.netbackends.ExtraInfo#PEER_CREDENTIALS} date from when the peer connected or began to listen. They remain
 * available after close, and are absent without the module {@code jdk.net}. The system looks up the names of the user and
 * group while the stream is opened.
 */
public final class UnixSocketBackend implements NetworkBackendInterface {
    private final UnixSettings settings;
    private final Routes routes;
    private final @Nullable NetworkBackendInterface delegate;

    private UnixSocketBackend(Builder builder) {
        settings = builder.settings;
        routes = builder.routes.withEverythingElse(builder.path);
        delegate = builder.delegate;
    }

    /**
     * Returns a backend that routes every host and port to one path.
     *
     * @param path of the default file system; a relative path is relative to the working directory
     * @return a backend with the platform's settings
     * @throws IllegalArgumentException if the path is empty, begins with {@code @}, or is of another file system
     */
    public static UnixSocketBackend of(Path path) {
        return builder().path(path).build();
    }

    /** {@return a builder with the platform's settings, without routes} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Connects to the path, or over the backend, that the host and port are routed to.
     *
     * @throws ConnectException if there is no listener; if the host and port have no route, with the routes in the message
     * @throws java.net.SocketException if there is no permission to connect, or the path is too long, or the socket is one for
     *     datagrams
     */
    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return connect(ConnectRequest.to(host, port)); // may block
    }

    /**
     * Connects as {@link #connect(String, int)} does. If its host has no route, the first of the request's addresses that
     * has a route is used.
     *
     * @throws UnsupportedOperationException if the host and port are routed to a path, and the request has a local address
     *     or an option that UNIX-domain sockets do not support
     */
    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        Path path = routes.find(request);
        if (path != null) {
            request.requireNoLocalAddress(this);
            UnixSettings own = settings.with(request, this);
            return CancellableCall.call(
                    request.cancellation(), "connect to " + path, () -> own.connect(path)); // may block
        }
        if (delegate != null) {
            return delegate.connect(request); // may block
        }
        throw new ConnectException("connect to " + request + routes.nowhere());
    }

    /**
     * Connects to a path, or to a host and port as {@link #connect(String, int)}.
     *
     * @throws IllegalArgumentException if the path is empty, or begins with {@code @}
     */
    @Override
    public NetworkStreamInterface connect(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            return settings.connect(SocketPath.of(unix)); // may block
        }
        if (address instanceof InetSocketAddress) {
            return NetworkBackendInterface.super.connect(address); // may block
        }
        return other(address).connect(address); // may block
    }

    /**
     * Listens on the path, or over the backend, that the host and port are routed to.
     *
     * @throws BindException if the path exists and is not a stale socket, which is replaced; if the host and port have no
     *     route, with the routes in the message
     */
    @Override
    public NetworkListenerInterface listen(String host, int port) throws IOException {
        HostAndPort target = new HostAndPort(host, port);
        Path path = routes.find(target);
        if (path != null) {
            return listen(path);
        }
        if (delegate != null) {
            return delegate.listen(host, port); // may block
        }
        throw new BindException("listen on " + target + routes.nowhere());
    }

    /**
     * Listens on a path, or on a host and port as {@link #listen(String, int)}.
     *
     * <p>A stale socket, to which a connect is refused, is replaced. Any other file is unchanged. On file systems with POSIX
     * permissions, the socket is bound to a temporary path, normally in a private directory next to the path ({@code
     * .4gk2a/s}), and appears at the path with its final permissions. Tools such as {@code ss} show the temporary path. The
     * listener deletes the file when it is closed, unless another process has replaced it.
     *
     * @throws IllegalArgumentException if the path is empty, or begins with {@code @}
     */
    @Override
    public NetworkListenerInterface listen(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress unix) {
            return listen(SocketPath.of(unix));
        }
        if (address instanceof InetSocketAddress inet) {
            Path path = routes.find(ConnectRequest.to(inet));
            if (path != null) {
                return listen(path);
            }
            if (delegate == null) {
                throw new BindException("listen on " + HostAndPort.of(inet) + routes.nowhere());
            }
        }
        return other(address).listen(address); // may block
    }

    private NetworkListenerInterface listen(Path path) throws IOException {
        String operation = "listen on " + path;
        DeadlineWait.check(operation);
        return new UnixListener(SocketFile.bind(path, settings.permissions(), operation), settings);
    }

    private NetworkBackendInterface other(SocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (delegate == null) {
            throw new UnsupportedAddressTypeException();
        }
        return delegate;
    }

    /** Returns {@code <UnixSocketBackend>}. */
    @Override
    public String toString() {
        return "<UnixSocketBackend>";
    }

    /** Collects the settings of a {@link UnixSocketBackend}. Not safe for use by several threads. */
    public static final class Builder {
        private UnixSettings settings = UnixSettings.DEFAULT;
        private Routes routes = Routes.NONE;
        private @Nullable Path path;
        private @Nullable NetworkBackendInterface delegate;

        private Builder() {}

        /**
         * Sets the default path, for hosts and ports without a route.
         *
         * @param path of the default file system; a relative path is relative to the working directory
         * @return this
         * @throws IllegalArgumentException if the path is empty, begins with {@code @}, or is of another file system
         */
        public Builder path(Path path) {
            this.path = SocketPath.checked(path);
            return this;
        }

        /**
         * Routes a host to a path, on all ports without a route of their own.
         *
         * @param host a name or an IP address; case-insensitive
         * @param path as for {@link #path}
         * @return this
         * @throws IllegalArgumentException if the host is malformed, or has such a route already; if the path is, as for {@link
         *     #path}
         */
        public Builder route(String host, Path path) {
            routes = routes.with(host, path);
            return this;
        }

        /**
         * Routes a host on one port to a path.
         *
         * @param host a name or an IP address; case-insensitive
         * @param port between 0 and 65535
         * @param path as for {@link #path}
         * @return this
         * @throws IllegalArgumentException if the host or the port is malformed, or has a route already; if the path is, as for
         *     {@link #path}
         */
        public Builder route(String host, int port, Path path) {
            routes = routes.with(host, port, path);
            return this;
        }

        Builder routes(Routes parsed) {
            routes = parsed;
            return this;
        }

        /**
         * Sets the backend for everything that is not routed to a path.
         *
         * @param delegate used for hosts and ports without a route, and for addresses of other kinds; null, the default,
         *     refuses them
         * @return this
         */
        public Builder delegate(@Nullable NetworkBackendInterface delegate) {
            this.delegate = delegate;
            return this;
        }

        /**
         * Sets an option on every channel before it is connected, and on every one accepted.
         *
         * @param <T> the type of the value
         * @param option one that a {@link java.nio.channels.SocketChannel} for UNIX-domain sockets has, such as {@link
         *     java.net.StandardSocketOptions#SO_SNDBUF}
         * @param value checked by the channel when it is set
         * @return this
         * @throws IllegalArgumentException if such channels do not have the option
         */
        public <T> Builder option(SocketOption<T> option, T value) {
            settings = settings.with(option, value);
            return this;
        }

        /**
         * Sets the permissions of the socket files of listeners: a peer needs the permission to write to the file. Ignored by systems
         * without such permissions.
         *
         * @param permissions by default {@code rw-------}; the umask of the process is ignored
         * @return this
         */
        public Builder permissions(Set<PosixFilePermission> permissions) {
            settings = settings.with(permissions);
            return this;
        }

        /**
         * Sets how to treat a TLS peer that closes the connection without close_notify.
         *
         * @param truncation by default {@link TlsTruncation#ERROR}
         * @return this
         */
        public Builder tlsTruncation(TlsTruncation truncation) {
            settings = settings.with(truncation);
            return this;
        }

        /**
         * Creates the backend.
         *
         * @return a backend with these settings
         * @throws IllegalStateException if both {@link #path}, which matches everything, and {@link #delegate} are set
         */
        public UnixSocketBackend build() {
            requireOneForEverything(delegate);
            return new UnixSocketBackend(this);
        }

        /**
         * Makes the asynchronous half of the backend. Its delegate is asynchronous as well, so {@link #delegate} must not be
         * set.
         *
         * @param asyncDelegate used for hosts and ports without a route, and for addresses of other kinds; null refuses them
         * @return a backend with these settings
         * @throws IllegalStateException if both {@link #path}, which matches everything, and a delegate are set; if {@link
         *     #delegate} is set
         */
        public AsyncUnixSocketBackend buildAsync(@Nullable AsyncNetworkBackendInterface asyncDelegate) {
            if (delegate != null) {
                throw new IllegalStateException("delegate (" + delegate + ") must be asynchronous");
            }
            requireOneForEverything(asyncDelegate);
            return new AsyncUnixSocketBackend(settings, routes.withEverythingElse(path), asyncDelegate);
        }

        private void requireOneForEverything(@Nullable Object delegate) {
            if (path != null && delegate != null) {
                throw new IllegalStateException("a path (" + path + ") for everything and a delegate (" + delegate
                        + ") must not be set together");
            }
        }
    }
}
