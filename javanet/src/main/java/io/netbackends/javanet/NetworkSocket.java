// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** A client socket, or an accepted one, over a stream of a backend. */
final class NetworkSocket extends Socket {
    /** Where a view is said to be connected to before its stream is asked. */
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
        socket.connect(ANY); // no I/O: Socket learns that it is connected
        return socket;
    }
}
