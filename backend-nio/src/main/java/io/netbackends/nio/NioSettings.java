// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.nio.channel.ChannelAttempt;
import io.netbackends.nio.channel.ChannelTransport;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkStream;
import io.netbackends.support.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How channels are set up; immutable. */
record NioSettings(SocketOptions options, @Nullable InetSocketAddress localAddress, TlsTruncation truncation) {
    static final NioSettings DEFAULT = new NioSettings(
            supportedOptions().with(StandardSocketOptions.TCP_NODELAY, true), null, TlsTruncation.ERROR);

    NioSettings {
        Objects.requireNonNull(truncation, "truncation");
    }

    <T> NioSettings with(SocketOption<T> option, T value) {
        return new NioSettings(options.with(option, value), localAddress, truncation);
    }

    NioSettings with(TlsTruncation changed) {
        return new NioSettings(options, localAddress, changed);
    }

    NioSettings from(@Nullable InetSocketAddress address) {
        return new NioSettings(options, address, truncation);
    }

    /** Makes an attempt to connect to an address. */
    HappyEyeballs.Attempt<SocketChannel> attempt(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            options.applyTo(channel::setOption);
            if (localAddress != null) {
                channel.bind(localAddress);
            }
            return new ChannelAttempt(channel, address, "connect to " + HostAndPort.of(address));
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** Makes a stream of a channel that was accepted. */
    NetworkStreamInterface accepted(SocketChannel channel) throws IOException {
        options.applyTo(channel::setOption);
        return stream(ChannelTransport.accepted(channel, channel.getLocalAddress(), Map.of()));
    }

    NetworkStreamInterface stream(ChannelTransport transport) {
        return new NetworkStream(transport, transport.description(), truncation);
    }

    private static SocketOptions supportedOptions() {
        try (SocketChannel any = SocketChannel.open()) {
            return SocketOptions.among(any.supportedOptions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
