// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.support.AsyncNetworkStream;
import io.netbackends.support.AsyncTransport;
import io.netbackends.support.EventLoop;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A non-blocking transport over a {@link MemorySocket}. */
final class AsyncMemoryTransport extends MemoryConnection implements AsyncTransport {
    private AsyncMemoryTransport(MemorySocket socket, InetSocketAddress client, InetSocketAddress server) {
        super(socket, client, server);
    }

    static AsyncNetworkStreamInterface connected(MemorySocket socket, TlsTruncation truncation) {
        return stream(
                new AsyncMemoryTransport(socket, socket.getLocalAddress(), socket.getRemoteAddress()),
                socket,
                truncation);
    }

    static AsyncNetworkStreamInterface accepted(MemorySocket socket, TlsTruncation truncation) {
        return stream(
                new AsyncMemoryTransport(socket, socket.getRemoteAddress(), socket.getLocalAddress()),
                socket,
                truncation);
    }

    private static AsyncNetworkStreamInterface stream(
            AsyncTransport transport, MemorySocket socket, TlsTruncation truncation) {
        return new AsyncNetworkStream(
                transport, HostAndPort.of(socket.getRemoteAddress()).toString(), truncation);
    }

    @Override
    public EventLoop loop() {
        return MemoryLoop.LOOP;
    }

    @Override
    public int tryRead(ByteBuffer dst) throws IOException {
        return socket.input().tryRead(dst, reading);
    }

    @Override
    public boolean tryWrite(ByteBuffer src) throws IOException {
        return socket.output().tryWrite(src, writing);
    }

    @Override
    public boolean tryShutdownOutput() throws IOException {
        socket.shutdownOutput();
        return true;
    }

    @Override
    public void awaitInput(Runnable ready) {
        socket.input().awaitInput(ready);
    }

    @Override
    public void awaitOutput(Runnable ready) {
        socket.output().awaitOutput(ready);
    }
}
