// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.Endpoints;
import io.netbackends.internal.Operation;
import io.netbackends.internal.RememberedOptions;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkStream;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bytes over a {@link MemorySocket}, within the deadline. */
final class MemoryTransport implements Transport {
    private final MemorySocket socket;
    private final Endpoints endpoints;
    private final RememberedOptions options = new RememberedOptions();
    private final Operation reading;
    private final Operation writing;

    private MemoryTransport(MemorySocket socket, InetSocketAddress client, InetSocketAddress server) {
        this.socket = socket;
        endpoints = new Endpoints(client, server, socket);
        String peer = HostAndPort.of(socket.getRemoteAddress()).toString();
        reading = new Operation("read from ", peer);
        writing = new Operation("write to ", peer);
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

    @Override
    public void write(ByteBuffer src) throws IOException {
        socket.write(src, writing); // may block
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void shutdownInput() {
        socket.shutdownInput();
    }

    @Override
    public int available() {
        return socket.available();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) {
        options.set(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) {
        return options.get(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return RememberedOptions.supported();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return endpoints.getExtraInfo(key);
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public void abort() {
        socket.reset();
    }
}
