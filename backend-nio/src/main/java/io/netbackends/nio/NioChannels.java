// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import io.netbackends.HostResolver;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.TcpSettings;
import io.netbackends.nio.channel.AddressFamily;
import io.netbackends.nio.channel.ChannelAttempt;
import io.netbackends.nio.channel.ChannelTransport;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import io.netbackends.support.NetworkStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.channels.spi.SelectorProvider;
import java.util.Map;
import java.util.Set;

/** Sets up channels. */
final class NioChannels {
    private NioChannels() {}

    /** Checks that a stream can use a channel. */
    static void checkUnused(SocketChannel channel) {
        if (!channel.isConnected()
                || !channel.isOpen()
                || channel.isRegistered()
                || channel.provider() != SelectorProvider.provider()) {
            throw new IllegalArgumentException("channel (" + channel
                    + ") must be connected, open, registered with no selector, and of the default provider");
        }
    }

    /** Makes an attempt to connect to an address. */
    static HappyEyeballs.Attempt<SocketChannel> attempt(InetSocketAddress address, TcpSettings settings)
            throws IOException {
        return new ChannelAttempt(open(settings), address, "connect to " + HostAndPort.of(address));
    }

    /** Opens a channel for a connect. */
    static SocketChannel open(TcpSettings settings) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            settings.options().applyTo(channel::setOption);
            if (settings.localAddress() != null) {
                channel.bind(settings.localAddress());
            }
            return channel;
        } catch (UnsupportedAddressTypeException e) {
            channel.close();
            throw AddressFamily.unavailable(e);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** Opens a channel that listens. */
    static ServerSocketChannel bind(String host, int port, HostResolver resolver) throws IOException {
        HostAndPort address = new HostAndPort(host, port);
        String operation = "listen on " + address;
        DeadlineWait.check(operation);
        InetAddress local = address.resolve(resolver).get(0); // may block
        ServerSocketChannel server = openServer(operation);
        try {
            return server.bind(new InetSocketAddress(local, port));
        } catch (IOException e) {
            server.close();
            throw NetworkFailures.during(operation, e);
        } catch (UnsupportedAddressTypeException e) {
            server.close();
            throw NetworkFailures.during(operation, AddressFamily.unavailable(e));
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    private static ServerSocketChannel openServer(String operation) throws IOException {
        try {
            return ServerSocketChannel.open();
        } catch (IOException e) { // too many open files
            throw NetworkFailures.during(operation, e);
        }
    }

    /** Returns the address that a channel listens on, for messages. */
    static String describe(ServerSocketChannel server) throws IOException {
        InetSocketAddress bound = (InetSocketAddress) server.getLocalAddress();
        return HostAndPort.of(bound.getAddress(), bound.getPort()).toString();
    }

    /** Makes a stream of an accepted channel. */
    static NetworkStreamInterface accepted(SocketChannel channel, TcpSettings settings) throws IOException {
        settings.options().applyTo(channel::setOption);
        return stream(ChannelTransport.accepted(channel, channel.getLocalAddress(), Map.of()), settings.truncation());
    }

    static NetworkStreamInterface stream(ChannelTransport transport, TlsTruncation truncation) {
        return new NetworkStream(transport, transport.peer(), truncation);
    }

    static Set<SocketOption<?>> supportedOptions() throws IOException {
        try (SocketChannel any = SocketChannel.open()) {
            return any.supportedOptions();
        }
    }
}
