// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkStream;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes over a {@link MemorySocket}, within the deadline. */
final class MemoryTransport implements Transport {
    private final MemorySocket socket;
    private final InetSocketAddress clientAddress;
    private final InetSocketAddress serverAddress;
    private final Waiting reading;
    private final Waiting writing;

    private MemoryTransport(MemorySocket socket, InetSocketAddress client, InetSocketAddress server) {
        this.socket = socket;
        clientAddress = client;
        serverAddress = server;
        HostAndPort peer = HostAndPort.of(socket.getRemoteAddress());
        reading = Waiting.withinDeadline("read from " + peer);
        writing = Waiting.withinDeadline("write to " + peer);
    }

    static NetworkStreamInterface connected(MemorySocket socket, TlsTruncation truncation) {
        return stream(
                new MemoryTransport(socket, socket.getLocalAddress(), socket.getRemoteAddress()), socket, truncation);
    }

    static NetworkStreamInterface accepted(MemorySocket socket, TlsTruncation truncation) {
        return stream(
                new MemoryTransport(socket, socket.getRemoteAddress(), socket.getLocalAddress()), socket, truncation);
    }

    private static NetworkStreamInterface stream(Transport transport, MemorySocket socket, TlsTruncation truncation) {
        return new NetworkStream(
                transport, HostAndPort.of(socket.getRemoteAddress()).toString(), truncation);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return socket.read(dst, reading); // may block
    }

    /** Resets the connection when it is cut off: the peer must not take half a message for a whole one. */
    @Override
    public void write(ByteBuffer src) throws IOException {
        try {
            socket.write(src, writing); // may block
        } catch (InterruptedIOException e) { // a timeout, too
            socket.reset();
            throw e;
        }
    }

    @Override
    public void writeFinal(ByteBuffer src) throws IOException {
        socket.write(src, writing); // may block
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        if (key.equals(ExtraInfo.CLIENT_ADDR.name())) {
            return clientAddress;
        }
        if (key.equals(ExtraInfo.SERVER_ADDR.name())) {
            return serverAddress;
        }
        return key.equals(ExtraInfo.SOCKET.name()) ? socket : null;
    }

    @Override
    public void close() {
        socket.close();
    }
}
