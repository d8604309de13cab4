// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.Closeable;
import java.io.IOException;

/** A client together with the server, if any, that is there for it alone. */
record Connection(Client client, Closeable server) implements Closeable {
    /** Starts a server and connects to it. */
    static Connection open(String client, ChannelPeer peer, int size) throws IOException {
        LocalServer server = LocalServer.start(client, peer);
        return new Connection(Client.connect(client, server.address(), size), server);
    }

    static Connection withoutServer(Client client) {
        return new Connection(client, () -> {});
    }

    @Override
    public void close() throws IOException {
        try (server) {
            client.close();
        }
    }
}
