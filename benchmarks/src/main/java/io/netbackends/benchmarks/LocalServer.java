// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

/** The far end of a benchmark: plain JDK code on this machine that blocks, with a thread for each connection. */
interface LocalServer extends Closeable {
    SocketAddress address();

    /** Starts a server that sends messages of one size back to a kind of {@link Client}. */
    static LocalServer echo(String client, int size) throws IOException {
        return PeerProcess.start(
                Client.isUnix(client) ? PeerProcess.UNIX : PeerProcess.SOCKETS, ChannelPeer.echo(size));
    }

    /** Starts a server for a kind of {@link Client}, all of the same code whether the client's domain is UNIX or not. */
    static LocalServer start(String client, ChannelPeer peer) throws IOException {
        return PeerProcess.start(Client.isUnix(client) ? PeerProcess.UNIX : PeerProcess.TCP, peer);
    }
}
