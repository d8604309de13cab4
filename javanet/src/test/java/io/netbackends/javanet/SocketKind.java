// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.memory.MemoryBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/** The origin of a test's sockets. Tests that run with each kind check that both behave alike. */
enum SocketKind {
    PLATFORM(SocketFactory.getDefault(), ServerSocketFactory.getDefault()),
    SOCKET(new NetworkSocketFactory("socket"), ServerSocketFactory.getDefault()),
    NIO(new NetworkSocketFactory("nio"), ServerSocketFactory.getDefault()),
    MEMORY(new MemoryBackend());

    private final SocketFactory sockets;
    private final ServerSocketFactory servers;

    SocketKind(MemoryBackend network) {
        this(new NetworkSocketFactory(network), new NetworkServerSocketFactory(network));
    }

    SocketKind(SocketFactory sockets, ServerSocketFactory servers) {
        this.sockets = sockets;
        this.servers = servers;
    }

    SocketFactory factory() {
        return sockets;
    }

    ServerSocketFactory serverFactory() {
        return servers;
    }

    /** Returns a socket that is not connected. */
    Socket unconnected() throws IOException {
        return sockets.createSocket();
    }

    /** Returns a server on the loopback address. */
    ServerSocket server() throws IOException {
        return servers.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Returns a socket of this kind that is connected to another one. */
    ConnectedPair connected() throws IOException {
        return ConnectedPair.of(this);
    }
}
