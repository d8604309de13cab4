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

/** A connected Internet or UNIX-domain channel, and its properties. */
public final class ConnectedChannel {
    private final SocketChannel channel;
    private final SocketAddress client;
    private final SocketAddress server;
    private final boolean accepted;
    private final Map<String, ?> more;

    private ConnectedChannel(
            SocketChannel channel, SocketAddress client, SocketAddress server, boolean accepted, Map<String, ?> more) {
        this.channel = channel;
        this.client = client;
        this.server = server;
        this.accepted = accepted;
        this.more = Map.copyOf(more);
    }

    /**
     * Wraps a channel that this side connected.
     *
     * @param channel connected and open; closed if this method fails
     * @param more extra info, by key, beside the addresses and the channel
     * @return the wrapped channel, which names the peer
     * @throws IOException if the connection has failed already
     */
    public static ConnectedChannel connected(SocketChannel channel, Map<String, ?> more) throws IOException {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            return new ConnectedChannel(channel, channel.getLocalAddress(), peer, false, more);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Wraps a channel that this side accepted.
     *
     * @param channel connected and open; closed if this method fails
     * @param server the address that peers connect to; may differ from the bound one, since the file of a UNIX-domain socket
     *     may have been renamed
     * @param more extra info, by key, beside the addresses and the channel
     * @return the wrapped channel, which names the peer
     * @throws IOException if the connection has failed already
     */
    public static ConnectedChannel accepted(SocketChannel channel, SocketAddress server, Map<String, ?> more)
            throws IOException {
        try {
            SocketAddress peer = channel.getRemoteAddress();
            return new ConnectedChannel(channel, peer, server, true, more);
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Returns the peer's name in messages: host and port, or the path of a UNIX-domain socket. A connecting UNIX-domain peer
     * has no name; then the name is the path that it has connected to. The text is built for each message.
     */
    @Override
    public String toString() {
        SocketAddress peer = accepted ? client : server;
        if (peer instanceof InetSocketAddress inet) {
            return HostAndPort.of(inet.getAddress(), inet.getPort()).toString();
        }
        return peer.toString().isEmpty() ? server.toString() : peer.toString();
    }

    /** {@return the channel} */
    public SocketChannel channel() {
        return channel;
    }

    /**
     * Returns the number of bytes that have arrived. Unknown for UNIX-domain sockets, since the JDK does not provide it.
     *
     * @return 0 if unknown
     * @throws IOException if the channel is closed
     */
    public int available() throws IOException {
        return isInternet() ? channel.socket().getInputStream().available() : 0;
    }

    /** Whether the channel has a socket adaptor: UNIX-domain channels have none. */
    boolean isInternet() {
        return server instanceof InetSocketAddress;
    }

    /**
     * Returns a property of the connection, even after it was closed.
     *
     * @param key of {@link io.netbackends.ExtraInfo}, or another one
     * @return null for an unknown key
     */
    public @Nullable Object getExtraInfo(String key) {
        Object known = new Endpoints(client, server, channel).getExtraInfo(key);
        return known == null ? more.get(key) : known;
    }

    /**
     * Reads once from the channel, at most as much as a direct buffer of moderate size holds.
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
     * Writes once to the channel, at most as much as a direct buffer of moderate size holds.
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
     * Converts the failure of a write that the system had accepted in part. Between UNIX-domain sockets, the kernel reports
     * a reset to a single call, but not to a write that it accepts in part: that write returns the number of bytes, and the
     * next one fails with a broken pipe. So such a failure is treated as a reset.
     *
     * @param failure of the write
     * @return the exception to throw
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
