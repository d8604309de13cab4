// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.internal.Endpoints;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connected channel, for the Internet or UNIX domain, and what is known of it. */
public final class ConnectedChannel {
    private final SocketChannel channel;
    private final Endpoints endpoints;
    private final Map<String, ?> more;
    private final String description;

    private ConnectedChannel(
            SocketChannel channel,
            SocketAddress client,
            SocketAddress server,
            SocketAddress peer,
            Map<String, ?> more) {
        this.channel = channel;
        this.endpoints = new Endpoints(client, server, channel);
        this.more = Map.copyOf(more);
        description = describe(peer, server);
    }

    /**
     * Looks at a channel that was connected from here.
     *
     * @param channel connected and open; closed if this method fails
     * @param more extra info, by key, beside the addresses and the channel
     * @return names the peer
     * @throws IOException if the connection has failed already
     */
    public static ConnectedChannel connected(SocketChannel channel, Map<String, ?> more) throws IOException {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            return new ConnectedChannel(channel, channel.getLocalAddress(), peer, peer, more);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Looks at a channel that was accepted here.
     *
     * @param channel connected and open; closed if this method fails
     * @param server the address that peers connect to: not always what the channel was bound to, since the file of a
     *     UNIX-domain socket may have been renamed
     * @param more extra info, by key, beside the addresses and the channel
     * @return names the peer
     * @throws IOException if the connection has failed already
     */
    public static ConnectedChannel accepted(SocketChannel channel, SocketAddress server, Map<String, ?> more)
            throws IOException {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            return new ConnectedChannel(channel, peer, server, peer, more);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /** A peer in the UNIX domain that has connected here has no name: then it is called by what it has connected to. */
    private static String describe(SocketAddress peer, SocketAddress server) {
        if (peer instanceof InetSocketAddress inet) {
            return HostAndPort.of(inet.getAddress(), inet.getPort()).toString();
        }
        return peer.toString().isEmpty() ? server.toString() : peer.toString();
    }

    /** {@return the channel} */
    public SocketChannel channel() {
        return channel;
    }

    /** {@return the peer, as messages name it: host and port, or the path of a UNIX-domain socket} */
    public String description() {
        return description;
    }

    /**
     * Returns how many bytes have arrived. Not known of UNIX-domain sockets, since the JDK does not tell.
     *
     * @return 0 if that is not known
     * @throws IOException if the channel is closed
     */
    public int available() throws IOException {
        return isInternet() ? channel.socket().getInputStream().available() : 0;
    }

    /** Whether the channel has a socket adaptor: those of the UNIX domain have none. */
    boolean isInternet() {
        return endpoints.server() instanceof InetSocketAddress;
    }

    /**
     * Returns a property of the connection, even after it was closed.
     *
     * @param key of {@link io.netbackends.ExtraInfo}, or another one
     * @return null for a key that is not known
     */
    public @Nullable Object getExtraInfo(String key) {
        Object known = endpoints.getExtraInfo(key);
        return known == null ? more.get(key) : known;
    }

    /**
     * Reads once, as the channel does, but no more than a direct buffer of moderate size takes.
     *
     * @param dst gets the bytes
     * @return as {@link SocketChannel#read(ByteBuffer)}
     * @throws IOException as {@link SocketChannel#read(ByteBuffer)}
     */
    public int read(ByteBuffer dst) throws IOException {
        int limit = dst.limit();
        try {
            return channel.read(HeapChunk.of(dst)); // may block
        } finally {
            dst.limit(limit);
        }
    }

    /**
     * Writes once, as the channel does, but no more than a direct buffer of moderate size takes.
     *
     * @param src has the bytes
     * @return as {@link SocketChannel#write(ByteBuffer)}
     * @throws IOException as {@link SocketChannel#write(ByteBuffer)}
     */
    public int write(ByteBuffer src) throws IOException {
        int limit = src.limit();
        try {
            return channel.write(HeapChunk.of(src)); // may block
        } finally {
            src.limit(limit);
        }
    }

    /**
     * Returns the failure of a write of which the system had taken a part. Between UNIX-domain sockets the kernel reports a
     * reset to one call only, and not to a write of which it takes a part: that one says how much that was, the next one
     * finds a broken pipe. So such a failure is treated as a reset.
     *
     * @param failure of the write
     * @return what to throw
     */
    public IOException failedInTheMiddle(IOException failure) {
        if (isInternet()) {
            return failure;
        }
        SocketException reset = new SocketException("Connection reset in the middle of a write");
        reset.initCause(failure);
        return reset;
    }
}
