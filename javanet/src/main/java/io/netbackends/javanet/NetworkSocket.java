// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** A client socket or accepted socket over a backend's stream. */
final class NetworkSocket extends Socket {
    /** The address reported for a view before its stream's address is read. */
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private NetworkSocket(NetworkSocketImpl impl) throws SocketException {
        super(impl);
    }

    /** Returns an unconnected socket. */
    static NetworkSocket over(NetworkBackendInterface backend, SocketSettings settings) throws SocketException {
        return new NetworkSocket(new NetworkSocketImpl(backend, settings));
    }

    /** Returns a connected socket, which closes the stream when it is closed. */
    static NetworkSocket viewOf(NetworkStreamInterface stream) throws IOException {
        NetworkSocketImpl impl = NetworkSocketImpl.viewOf(stream);
        NetworkSocket socket = new NetworkSocket(impl);
        socket.connect(ANY); // no I/O: marks the Socket as connected
        return socket;
    }
}
