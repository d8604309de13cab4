// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

/** The peer in a benchmark: plain blocking JDK code on this machine, with a thread for each connection. */
interface LocalServer extends Closeable {
    SocketAddress address();

    /** Starts an echo server for messages of one size, for a kind of {@link Client}. */
    static LocalServer echo(String client, int size) throws IOException {
        return PeerProcess.start(
                Client.isUnix(client) ? PeerProcess.UNIX : PeerProcess.SOCKETS, ChannelPeer.echo(size));
    }

    /** Starts a server for a kind of {@link Client}, with the same code for TCP and UNIX-domain sockets. */
    static LocalServer start(String client, ChannelPeer peer) throws IOException {
        return PeerProcess.start(Client.isUnix(client) ? PeerProcess.UNIX : PeerProcess.TCP, peer);
    }
}
