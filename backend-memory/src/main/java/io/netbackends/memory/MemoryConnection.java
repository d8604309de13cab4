// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.internal.Endpoints;
import io.netbackends.internal.Operation;
import io.netbackends.internal.RememberedOptions;
import io.netbackends.support.BaseTransport;
import io.netbackends.support.HostAndPort;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The common part of blocking and asynchronous transports over a {@link MemorySocket}. */
abstract class MemoryConnection implements BaseTransport {
    final MemorySocket socket;
    final Operation reading;
    final Operation writing;
    private final Endpoints endpoints;
    private final RememberedOptions options = new RememberedOptions();

    MemoryConnection(MemorySocket socket, InetSocketAddress client, InetSocketAddress server) {
        this.socket = socket;
        endpoints = new Endpoints(client, server, socket);
        String peer = HostAndPort.of(socket.getRemoteAddress()).toString();
        reading = new Operation("read from ", peer);
        writing = new Operation("write to ", peer);
    }

    @Override
    public void shutdownInput() {
        socket.input().shutDownReader();
    }

    @Override
    public int available() {
        return socket.input().available();
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
