// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Network streams over {@link Socket}. Immutable, safe for use by several threads.
 *
 * <p>The JDK's SOCKS settings ({@code socksProxyHost} and so on, or a default {@link java.net.ProxySelector}) are obeyed: the
 * proxy then gets the host's name, and looks it up.
 *
 * <p>On platform threads, {@link Thread#interrupt} does not wake a call that is blocked in a socket; it is noticed before the
 * next system call. On virtual threads it does. {@code TCP_NODELAY} is on unless switched off.
 */
public final class SocketBackend implements NetworkBackendInterface {
    private final SocketSettings settings;
    private final HostResolver resolver;

    /** Creates a backend with the platform's settings. */
    public SocketBackend() {
        this(builder());
    }

    private SocketBackend(Builder builder) {
        settings = builder.settings;
        resolver = builder.resolver;
    }

    /** {@return a builder with the platform's settings} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a stream of a socket.
     *
     * @param socket connected and open; used by the stream alone from now on. Its {@code SO_TIMEOUT} is neither obeyed nor
     *     changed
     * @return a stream that closes the socket when it is closed
     * @throws IllegalArgumentException if the socket is not connected, or one of its directions is closed
     * @throws IOException if the socket fails
     */
    public static NetworkStreamInterface wrap(Socket socket) throws IOException {
        if (!socket.isConnected() || socket.isClosed() || socket.isInputShutdown() || socket.isOutputShutdown()) {
            throw new IllegalArgumentException("socket (" + socket + ") must be connected and open in both directions");
        }
        return SocketTransport.connected(socket, socket.getRemoteSocketAddress()).stream(TlsTruncation.ERROR);
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        HostAndPort target = new HostAndPort(host, port);
        Proxy proxy = SocksProxy.select(target);
        if (proxy.type() == Proxy.Type.SOCKS) {
            return SocksProxy.connect(proxy, target, resolver, settings) // may block
                    .stream(settings.truncation());
        }
        Socket socket = HappyEyeballs.connect(target, resolver, settings::open); // may block
        return SocketTransport.connected(socket, socket.getRemoteSocketAddress()).stream(settings.truncation());
    }

    @Override
    public NetworkListenerInterface listen(String host, int port) throws IOException {
        return SocketListener.open(new HostAndPort(host, port), resolver, settings);
    }

    /** Returns {@code <SocketBackend>}. */
    @Override
    public String toString() {
        return "<SocketBackend>";
    }

    /** Collects the settings of a {@link SocketBackend}. Not safe for use by several threads. */
    public static final class Builder {
        private SocketSettings settings = SocketSettings.DEFAULT;
        private HostResolver resolver = HostResolver.system();

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
            settings = settings.with(option, value);
            return this;
        }

        /**
         * Sets the address that connections come from.
         *
         * @param address of this host; null, the default, for whichever leads to the peer
         * @return this
         */
        public Builder localAddress(@Nullable InetAddress address) {
            settings = settings.from(address == null ? null : new InetSocketAddress(address, 0));
            return this;
        }

        /**
         * Sets who looks up host names.
         *
         * @param resolver by default {@link HostResolver#system}
         * @return this
         */
        public Builder resolver(HostResolver resolver) {
            this.resolver = Objects.requireNonNull(resolver, "resolver");
            return this;
        }

        /**
         * Sets what to make of TLS peers that go without saying so.
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
