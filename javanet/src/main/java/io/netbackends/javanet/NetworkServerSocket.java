// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackendInterface;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** A server socket over a listener of a backend. */
final class NetworkServerSocket extends ServerSocket {
    private final NetworkBackendInterface backend;
    private final SocketSettings settings;

    NetworkServerSocket(NetworkBackendInterface backend, SocketSettings settings) {
        super(new ListenerSocketImpl(backend));
        this.backend = backend;
        this.settings = settings;
    }

    @Override
    public Socket accept() throws IOException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
        if (!isBound()) {
            throw new SocketException("Socket is not bound yet");
        }
        Socket accepted = NetworkSocket.over(backend, settings);
        implAccept(accepted); // may block
        return accepted;
    }
}
