// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import io.netbackends.ConnectRequest;
import io.netbackends.HostResolver;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.TcpSettings;
import io.netbackends.nio.channel.ChannelListener;
import io.netbackends.nio.channel.ChannelTransport;
import io.netbackends.support.HappyEyeballs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Network streams over {@link SocketChannel}. Immutable, safe for use by several threads.
 *
 * <p>{@link Thread#interrupt} ends every blocked call, also on platform threads. The JDK's proxy settings are ignored, as
 * channels do. {@code TCP_NODELAY} is on unless switched off. Each platform thread that waits under a deadline has a
 * selector (two descriptors) until the thread ends or has not waited for ten seconds.
 */
public final class NioBackend implements NetworkBackendInterface {
    private final TcpSettings settings;

    /** Creates a backend with the platform's settings. */
    public NioBackend() {
        this(builder());
    }

    private NioBackend(Builder builder) {
        settings = builder.settings;
    }

    /** {@return a builder with the platform's settings} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes a stream of a channel.
     *
     * @param channel connected and open, registered with no selector, of the default provider; from now on used only by the
     *     stream, which makes it blocking or non-blocking as needed
     * @return a stream that closes the channel when it is closed
     * @throws IllegalArgumentException if the channel is not connected, not open, registered with a selector, or of another
     *     provider
     * @throws IOException if the channel fails
     */
    public static NetworkStreamInterface wrap(SocketChannel channel) throws IOException {
        NioChannels.checkUnused(channel);
        return NioChannels.stream(ChannelTransport.connected(channel, Map.of()), TlsTruncation.ERROR);
    }

    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return connect(ConnectRequest.to(host, port)); // may block
    }

    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        TcpSettings own = settings.with(request, NioChannels::supportedOptions, this);
        SocketChannel channel = HappyEyeballs.connect(
                request, own.resolver(), address -> NioChannels.attempt(address, own)); // may block
        return NioChannels.stream(ChannelTransport.connected(channel, Map.of()), own.truncation());
    }

    @Override
    public NetworkListenerInterface listen(String host, int port) throws IOException {
        ServerSocketChannel server = NioChannels.bind(host, port, settings.resolver()); // may block
        return new ChannelListener(
                server, NioChannels.describe(server), channel -> NioChannels.accepted(channel, settings));
    }

    /** Returns {@code <NioBackend>}. */
    @Override
    public String toString() {
        return "<NioBackend>";
    }

    /** Collects the settings of a {@link NioBackend}. Not safe for use by several threads. */
    public static final class Builder {
        private TcpSettings settings = TcpSettings.DEFAULT;

        private Builder() {}

        /**
         * Sets an option on every channel before it is connected, and on every one accepted.
         *
         * @param <T> the type of the value
         * @param option one that {@link SocketChannel#supportedOptions} has
         * @param value checked by the channel when it is set
         * @return this
         * @throws IllegalArgumentException if a {@link SocketChannel} does not support the option
         */
        public <T> Builder option(SocketOption<T> option, T value) {
            settings = settings.with(option, value, NioChannels::supportedOptions);
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
        public NioBackend build() {
            return new NioBackend(this);
        }

        /** {@return the asynchronous half of a backend with these settings} */
        public AsyncNioBackend buildAsync() {
            return new AsyncNioBackend(settings);
        }
    }
}
