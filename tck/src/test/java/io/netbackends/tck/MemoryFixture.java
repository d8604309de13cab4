// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.memory.MemoryBackend;
import io.netbackends.memory.MemorySocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.util.EnumSet;
import java.util.Set;

/** The memory backend, with a network for each fixture; the kit uses the raw socket of the peer's end. */
public class MemoryFixture implements TckFixture {
    private final MemoryBackend network;

    public MemoryFixture() {
        this(MemoryBackend.builder().backlog(1).build());
    }

    protected MemoryFixture(MemoryBackend network) {
        this.network = network;
    }

    @Override
    public NetworkBackendInterface backend() {
        return network;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.complementOf(
                EnumSet.of(Capability.INTERNET_ADDRESSES, Capability.HOST_RESOLVER, Capability.DESCRIPTORS));
    }

    @Override
    public AsyncNetworkBackendInterface asyncBackend() {
        return network.async();
    }

    @Override
    public TckListener listen() throws IOException {
        return new MemoryListener(network);
    }

    /** A listener of the network, which accepts raw sockets. */
    private static final class MemoryListener implements TckListener {
        private final MemoryBackend network;
        private final NetworkListenerInterface listener;

        MemoryListener(MemoryBackend network) throws IOException {
            this.network = network;
            listener = network.listen("localhost", 0);
        }

        @Override
        public SocketAddress address() {
            return listener.getLocalAddress();
        }

        @Override
        public FarEnd accept() throws IOException {
            return new MemoryFarEnd(MemorySocket.of(listener.accept()));
        }

        @Override
        public void fillBacklog() throws IOException {
            network.connect(address()); // the backlog is one
        }

        @Override
        public void drainBacklog() throws IOException {
            listener.accept().close();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    /** A raw end of a connection in memory. */
    private record MemoryFarEnd(MemorySocket socket) implements FarEnd {
        @Override
        public InputStream input() {
            return socket.getInputStream();
        }

        @Override
        public OutputStream output() {
            return socket.getOutputStream();
        }

        @Override
        public SocketAddress localAddress() {
            return socket.getLocalAddress();
        }

        @Override
        public SocketAddress remoteAddress() {
            return socket.getRemoteAddress();
        }

        @Override
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public void reset() {
            socket.reset();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
