// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** A client together with its own server, if it has one. */
record ClientAndServer(Client client, Closeable server) implements Closeable {
    /** Starts a server and connects to it. */
    static ClientAndServer open(String client, ChannelPeer peer, int size) throws IOException {
        LocalServer server = LocalServer.start(client, peer);
        return new ClientAndServer(Client.connect(client, server.address(), size), server);
    }

    static ClientAndServer withoutServer(Client client) {
        return new ClientAndServer(client, () -> {});
    }

    @Override
    public void close() throws IOException {
        try (server) {
            client.close();
        }
    }
}
