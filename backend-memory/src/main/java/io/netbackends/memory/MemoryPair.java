// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Two streams connected to each other, from {@link MemoryBackend#pair()}.
 *
 * @param client the end that acts as the connecting one
 * @param server the end that acts as the accepted one
 */
public record MemoryPair(NetworkStreamInterface client, NetworkStreamInterface server) implements Closeable {
    private static final Ports CLIENTS = Ports.forClients();
    private static final Ports SERVERS = Ports.forListeners();

    /**
     * Creates a pair.
     *
     * @param client the end that acts as the connecting one
     * @param server the end that acts as the accepted one
     */
    public MemoryPair {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(server, "server");
    }

    static MemoryPair connect(MemorySettings settings) {
        MemorySocket.Pair sockets = MemorySocket.Pair.connect(
                InetSocketAddress.createUnresolved("localhost", CLIENTS.next()),
                InetSocketAddress.createUnresolved("localhost", SERVERS.next()),
                settings.bufferSize());
        TlsTruncation truncation = settings.truncation();
        return new MemoryPair(
                MemoryTransport.connected(sockets.client(), truncation),
                MemoryTransport.accepted(sockets.server(), truncation));
    }

    /** Closes both streams, the client's first. */
    @Override
    public void close() throws IOException {
        try (server) {
            client.close();
        }
    }
}
