// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.TcpSettings;
import io.netbackends.nio.channel.AddressFamily;
import io.netbackends.nio.channel.ChannelAttempt;
import io.netbackends.nio.channel.ChannelTransport;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Map;
import java.util.Set;

/** Sets up channels. */
final class NioChannels {
    private NioChannels() {}

    /** Makes an attempt to connect to an address. */
    static HappyEyeballs.Attempt<SocketChannel> attempt(InetSocketAddress address, TcpSettings settings)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            settings.options().applyTo(channel::setOption);
            if (settings.localAddress() != null) {
                channel.bind(settings.localAddress());
            }
            return new ChannelAttempt(channel, address, "connect to " + HostAndPort.of(address));
        } catch (UnsupportedAddressTypeException e) {
            channel.close();
            throw AddressFamily.unavailable(e);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** Makes a stream of a channel that was accepted. */
    static NetworkStreamInterface accepted(SocketChannel channel, TcpSettings settings) throws IOException {
        settings.options().applyTo(channel::setOption);
        return stream(ChannelTransport.accepted(channel, channel.getLocalAddress(), Map.of()), settings.truncation());
    }

    static NetworkStreamInterface stream(ChannelTransport transport, TlsTruncation truncation) {
        return new NetworkStream(transport, transport.description(), truncation);
    }

    static Set<SocketOption<?>> supportedOptions() throws IOException {
        try (SocketChannel any = SocketChannel.open()) {
            return any.supportedOptions();
        }
    }
}
