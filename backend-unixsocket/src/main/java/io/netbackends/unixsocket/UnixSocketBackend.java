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
 * <p>{@link UnixDomainSocketAddress}es are connected to and listened on as they are. Hosts and ports, which are not looked up,
 * lead to the path that has a route for the host on that port, else for the host, else to the path for everything, else to
 * another backend if there is one; otherwise they are refused.
 *
 * <p>Connecting to a path without a listener always throws {@link ConnectException}, whether the file is missing or is not a
 * socket. While a listener has no room for more connections, a connect waits within its deadline. {@link Thread#interrupt}
 * ends every blocked call. A write that is cut off by its deadline looks to the peer like an orderly end: there is no reset
 * between UNIX-domain sockets. Abstract names are beyond the JDK, so a path that begins with {@code @} is refused.
 *
 * <p>{@link io.netbackends.ExtraInfo#PEER_CREDENTIALS} are those of the moment the peer connected or began to listen, are known
 * after close, too, and are absent without the module {@code jdk.net}. The names of the user and group are looked up by the
 * system while the stream is opened.
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
     * Returns a backend for which every host and port leads to one path.
     *
     * @param path of the default file system; relative to the working directory if it is relative
     * @return a backend with the platform's settings
     * @throws IllegalArgumentException if the path is empty, begins with {@code @}, or is of another file system
     */
    public static UnixSocketBackend of(Path path) {
        return builder().path(path).build();
    }

    /** {@return a builder with the platform's settings, for which no host leads anywhere} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Connects to the path, or over the backend, that the host and port lead to.
     *
     * @throws ConnectException if there is no listener; if the host and port lead nowhere, which names the routes
     * @throws java.net.SocketException if there is no permission to connect, or the path is too long, or the socket is one for
     *     datagrams
     */
    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return connect(ConnectRequest.to(host, port)); // may block
    }

    /**
     * Connects as {@link #connect(String, int)} does. The addresses of a request matter where its host has no route: a route
     * for one of them is taken then, in their order.
     *
     * @throws UnsupportedOperationException if a local address is wanted, or an option that UNIX-domain sockets do not have,
     *     and the host and port lead to a path
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
     * Listens on the path, or over the backend, that the host and port lead to.
     *
     * @throws BindException if the path is taken by anything but a socket without a listener, which is replaced; if the
     *     host and port lead nowhere, which names the routes
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
     * <p>A stale socket, to which a connect is refused, is replaced. Any other file stays as it is. The file appears
     * with its permissions when everything else is done, and the listener deletes it when it is closed, unless another process
     * has put a file there. Until then its directory holds another one for a moment, which tools such as {@code
     * ss} name from then on.
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
         * Lets every host and port that has no route lead to a path.
         *
         * @param path of the default file system; relative to the working directory if it is relative
         * @return this
         * @throws IllegalArgumentException if the path is empty, begins with {@code @}, or is of another file system
         */
        public Builder path(Path path) {
            this.path = SocketPath.checked(path);
            return this;
        }

        /**
         * Lets a host lead to a path, on all ports that have no route of their own.
         *
         * @param host a name or an IP address, in upper or lower case
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
         * Lets a host on one port lead to a path.
         *
         * @param host a name or an IP address, in upper or lower case
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
         * Sets where all that leads to no path goes.
         *
         * @param delegate used for hosts and ports without a route, and for addresses of other kinds; null, the default, to
         *     refuse them
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
         * @param permissions of the file; by default to read and write, for the owner alone. The process's mask does not
         *     matter
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
         * Makes the backend.
         *
         * @return a backend with these settings
         * @throws IllegalStateException if there is a {@link #path}, which takes everything, and a {@link #delegate} as well
         */
        public UnixSocketBackend build() {
            requireOneForEverything(delegate);
            return new UnixSocketBackend(this);
        }

        /**
         * Makes the asynchronous half of the backend. Its delegate is asynchronous, too: {@link #delegate} must not be set.
         *
         * @param asyncDelegate used for hosts and ports without a route, and for addresses of other kinds; null to refuse them
         * @return a backend with these settings
         * @throws IllegalStateException if there is a {@link #path}, which takes everything, and a delegate as well; if {@link
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
