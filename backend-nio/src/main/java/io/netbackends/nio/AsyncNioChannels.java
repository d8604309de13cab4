// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio;

import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkListenerInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.TcpSettings;
import io.netbackends.nio.channel.ConnectedChannel;
import io.netbackends.nio.loop.AsyncChannelAttempt;
import io.netbackends.nio.loop.AsyncChannelListener;
import io.netbackends.nio.loop.AsyncChannelTransport;
import io.netbackends.nio.loop.RegisteredChannel;
import io.netbackends.nio.loop.SelectorLoop;
import io.netbackends.nio.loop.SelectorLoops;
import io.netbackends.support.AsyncNetworkStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sets up channels for event loops. */
final class AsyncNioChannels {
    private AsyncNioChannels() {}

    /** Makes an attempt to connect to an address. */
    static AsyncChannelAttempt attempt(SelectorLoop loop, InetSocketAddress address, TcpSettings settings)
            throws IOException {
        return new AsyncChannelAttempt(loop, NioChannels.open(settings), address);
    }

    static AsyncNetworkStreamInterface connected(RegisteredChannel registered, TlsTruncation truncation)
            throws IOException {
        ConnectedChannel connected = ConnectedChannel.connected(registered.channel(), Map.of());
        return stream(registered.loop(), connected, registered.key(), truncation);
    }

    static AsyncNetworkStreamInterface connected(SelectorLoop loop, SocketChannel channel, TlsTruncation truncation)
            throws IOException {
        return stream(loop, ConnectedChannel.connected(channel, Map.of()), null, truncation);
    }

    static AsyncNetworkListenerInterface listener(SelectorLoop loop, ServerSocketChannel server, TcpSettings settings)
            throws IOException {
        return new AsyncChannelListener(
                loop,
                server,
                NioChannels.describe(server),
                channel -> CompletableFuture.completedFuture(accepted(channel, settings)));
    }

    private static AsyncNetworkStreamInterface accepted(SocketChannel channel, TcpSettings settings)
            throws IOException {
        settings.options().applyTo(channel::setOption);
        ConnectedChannel accepted = ConnectedChannel.accepted(channel, channel.getLocalAddress(), Map.of());
        return stream(SelectorLoops.next(), accepted, null, settings.truncation());
    }

    private static AsyncNetworkStreamInterface stream(
            SelectorLoop loop, ConnectedChannel channel, @Nullable SelectionKey key, TlsTruncation truncation)
            throws IOException {
        return new AsyncNetworkStream(new AsyncChannelTransport(loop, channel, key), channel, truncation);
    }
}
