// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.PlatformSockets;
import io.netbackends.internal.SocketOptions;
import io.netbackends.internal.TcpSettings;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Network streams over {@link Socket}. Immutable, safe for use by several threads.
 *
 * <p>The JDK's SOCKS settings ({@code socksProxyHost} and so on, or a default {@link java.net.ProxySelector}) are obeyed if
 * {@code netbackends-proxy} is installed: the proxy then gets the host name, and looks it up. Otherwise, a connect for which
 * they name a proxy fails.
 *
 * <p>On platform threads, {@link Thread#interrupt} does not wake a call that is blocked in a socket; the interrupt is
 * noticed before the next system call. On virtual threads it does. {@code TCP_NODELAY} is on unless switched off.
 */
public final class SocketBackend implements NetworkBackendInterface {
    private final TcpSettings settings;

    /** Creates a backend with the platform's settings. */
    public SocketBackend() {
        this(builder());
    }

    private SocketBackend(Builder builder) {
        settings = builder.settings;
    }

    /** {@return a builder with the platform's settings} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a stream of a socket.
     *
     * @param socket connected and open; from now on used only by the stream. Its {@code SO_TIMEOUT} is neither obeyed nor
     *     changed
     * @return a stream that closes the socket when it is closed
     * @throws IllegalArgumentException if the socket is not connected, or one of its directions is closed
     * @throws IOException if the socket fails
     */
    public static NetworkStreamInterface wrap(Socket socket) throws IOException {
        if (!socket.isConnected() || socket.isClosed() || socket.isInputShutdown() || socket.isOutputShutdown()) {
            throw new IllegalArgumentException("socket (" + socket + ") must be connected and open in both directions");
        }
        return SocketTransport.wrapping(socket).stream(TlsTruncation.ERROR);
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return connect(ConnectRequest.to(host, port)); // may block
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        TcpSettings own = settings.with(request, SupportedOptions.ASKED, this);
        Proxy proxy = SocksProxy.select(HostAndPort.of(request));
        return proxy.type() == Proxy.Type.SOCKS
                ? SocksProxy.connect(proxy, request, new DirectSockets(), own.resolver()) // may block
                : connectDirectly(request, own); // may block
    }

    private static NetworkStreamInterface connectDirectly(ConnectRequest request, TcpSettings own) throws IOException {
        Socket socket = HappyEyeballs.connect(request, own.resolver(), new Attempts(own)); // may block
        return SocketTransport.connected(socket, socket.getRemoteSocketAddress()).stream(own.truncation());
    }

    @Override
    public NetworkListenerInterface listen(String host, int port) throws IOException {
        return SocketListener.open(new HostAndPort(host, port), settings);
    }

    /** Not a lambda, like the class below: each one delays the start of a program by a millisecond. */
    private static final class SupportedOptions implements SocketOptions.Supported {
        static final SupportedOptions ASKED = new SupportedOptions();

        @Override
        public Set<SocketOption<?>> get() throws IOException {
            try (PlatformSockets own = PlatformSockets.use();
                    Socket any = new Socket()) {
                return any.supportedOptions();
            }
        }
    }

    private record Attempts(TcpSettings settings) implements HappyEyeballs.AttemptFactory<Socket> {
        @Override
        public HappyEyeballs.Attempt<Socket> open(InetSocketAddress address) {
            return new SocketAttempt(address, settings);
        }
    }

    /** Connects to proxies, without a proxy. */
    private final class DirectSockets implements NetworkBackendInterface {
        @Override
        public NetworkStreamInterface connect(String host, int port) throws IOException {
            return connect(ConnectRequest.to(host, port)); // may block
        }

        @Override
        public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
            TcpSettings own = settings.with(request, SupportedOptions.ASKED, this);
            return connectDirectly(request, own); // may block
        }

        @Override
        public String toString() {
            return SocketBackend.this.toString();
        }
    }

    /** Returns {@code <SocketBackend>}. */
    @Override
    public String toString() {
        return "<SocketBackend>";
    }

    /** Collects the settings of a {@link SocketBackend}. Not safe for use by several threads. */
    public static final class Builder {
        private TcpSettings settings = TcpSettings.DEFAULT;

        private Builder() {}

        /**
         * Sets an option on every socket before it is connected, and on every one accepted.
         *
         * @param <T> the type of the value
         * @param option one that {@link Socket#supportedOptions} has
         * @param value checked by the socket when it is set
         * @return this
         * @throws IllegalArgumentException if a {@link Socket} does not support the option
         */
        public <T> Builder option(SocketOption<T> option, T value) {
            settings = settings.with(option, value, SupportedOptions.ASKED);
            return this;
        }

        /**
         * Sets the local address of connections.
         *
         * @param address of this host; null, the default, lets the system choose
         * @return this
         */
        public Builder localAddress(@Nullable InetAddress address) {
            settings = settings.withLocalAddress(address);
            return this;
        }

        /**
         * Sets the resolver of host names.
         *
         * @param resolver by default {@link HostResolver#system}
         * @return this
         */
        public Builder resolver(HostResolver resolver) {
            settings = settings.with(resolver);
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

        /** {@return a backend with these settings} */
        public SocketBackend build() {
            return new SocketBackend(this);
        }
    }
}
