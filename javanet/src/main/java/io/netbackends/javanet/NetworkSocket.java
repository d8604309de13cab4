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

    private final StreamSocketImpl impl;

    private NetworkSocket(StreamSocketImpl impl) throws SocketException {
        super(impl);
        this.impl = impl;
    }

    /** Returns an unconnected socket. */
    static NetworkSocket over(NetworkBackendInterface backend) throws SocketException {
        return new NetworkSocket(new StreamSocketImpl(backend));
    }

    /** Returns a connected socket, which closes the stream when it is closed. */
    static NetworkSocket viewOf(NetworkStreamInterface stream) throws IOException {
        StreamSocketImpl impl = StreamSocketImpl.viewOf(stream);
        NetworkSocket socket = new NetworkSocket(impl);
        socket.connect(ANY); // no I/O: Socket learns that it is connected
        return socket;
    }

    /**
     * Returns what the socket is over.
     *
     * @throws SocketException if the socket is not connected, or is closed
     */
    NetworkStreamInterface stream() throws SocketException {
        return impl.stream();
    }

    /** Returns what the socket is over, for TLS; this socket then carries nothing any more, and to close it is abrupt. */
    NetworkStreamInterface startTls() throws SocketException {
        return impl.startTls();
    }
}
