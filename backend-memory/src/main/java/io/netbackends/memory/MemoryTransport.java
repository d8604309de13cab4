// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkStream;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A transport over a {@link MemorySocket}, within the deadline. */
final class MemoryTransport extends MemoryConnection implements Transport {
    private MemoryTransport(MemorySocket socket, InetSocketAddress client, InetSocketAddress server) {
        super(socket, client, server);
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
        return socket.input().read(dst, reading); // may block
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        socket.output().write(src, writing); // may block
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }
}
