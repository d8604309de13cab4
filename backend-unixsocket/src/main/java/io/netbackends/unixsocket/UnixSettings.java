// SPDX-License-Identifier: Apache-2.0
package io.netbackends.unixsocket;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.SocketOptions;
import io.netbackends.nio.channel.ChannelTransport;
import io.netbackends.nio.channel.ConnectedChannel;
import io.netbackends.nio.loop.AsyncChannelTransport;
import io.netbackends.nio.loop.RegisteredChannel;
import io.netbackends.nio.loop.SelectorLoop;
import io.netbackends.nio.loop.SelectorLoops;
import io.netbackends.support.AsyncNetworkStream;
import io.netbackends.support.NetworkStream;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings of channels and of listeners' files; immutable. */
record UnixSettings(SocketOptions options, Set<PosixFilePermission> permissions, TlsTruncation truncation) {
    static final UnixSettings DEFAULT = new UnixSettings(
            SocketOptions.NONE,
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE),
            TlsTruncation.ERROR);

    UnixSettings {
        permissions = Set.copyOf(permissions);
        Objects.requireNonNull(truncation, "truncation");
    }

    <T> UnixSettings with(SocketOption<T> option, T value) {
        return new UnixSettings(options.with(option, value, UnixSettings::supportedOptions), permissions, truncation);
    }

    UnixSettings with(Set<PosixFilePermission> changed) {
        return new UnixSettings(options, changed, truncation);
    }

    UnixSettings with(TlsTruncation changed) {
        return new UnixSettings(options, permissions, changed);
    }

    UnixSettings with(ConnectRequest request, Object backend) throws IOException {
        return new UnixSettings(
                options.with(request, UnixSettings::supportedOptions, backend), permissions, truncation);
    }

    NetworkStreamInterface connect(Path path) throws IOException {
        SocketChannel channel = UnixConnector.to(path, options); // may block
        return stream(ChannelTransport.connected(channel, PeerCredentialsLookup.of(channel)));
    }

    /** Makes a stream of a channel accepted at this address. */
    NetworkStreamInterface accepted(SocketChannel channel, UnixDomainSocketAddress server) throws IOException {
        options.applyTo(channel::setOption);
        return stream(ChannelTransport.accepted(channel, server, PeerCredentialsLookup.of(channel)));
    }

    private NetworkStreamInterface stream(ChannelTransport transport) {
        return new NetworkStream(transport, transport.peer(), truncation);
    }

    /** Makes a stream of a channel that has connected in an event loop; may block. */
    AsyncNetworkStreamInterface connectedAsync(RegisteredChannel registered) throws IOException {
        SocketChannel channel = registered.channel();
        return stream(
                registered.loop(),
                ConnectedChannel.connected(channel, PeerCredentialsLookup.of(channel)),
                registered.key());
    }

    /** As {@link #accepted}, for an event loop; may block. */
    AsyncNetworkStreamInterface acceptedAsync(SocketChannel channel, UnixDomainSocketAddress server)
            throws IOException {
        options.applyTo(channel::setOption);
        return stream(
                SelectorLoops.next(),
                ConnectedChannel.accepted(channel, server, PeerCredentialsLookup.of(channel)),
                null);
    }

    private AsyncNetworkStreamInterface stream(SelectorLoop loop, ConnectedChannel channel, @Nullable SelectionKey key)
            throws IOException {
        return new AsyncNetworkStream(new AsyncChannelTransport(loop, channel, key), channel, truncation);
    }

    private static Set<SocketOption<?>> supportedOptions() throws IOException {
        try (SocketChannel any = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return any.supportedOptions();
        } catch (UnsupportedOperationException e) {
            return Set.of(); // a system without such sockets: each connect fails
        }
    }
}
