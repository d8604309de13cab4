// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;

/** A {@link FarEnd} over a plain socket. */
final class SocketFarEnd implements FarEnd {
    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;
    private final SocketAddress localAddress;
    private final SocketAddress remoteAddress;

    SocketFarEnd(Socket socket) throws IOException {
        this.socket = socket;
        // a byte written alone is sent alone
        socket.setTcpNoDelay(true);
        input = socket.getInputStream();
        output = socket.getOutputStream();
        localAddress = socket.getLocalSocketAddress();
        remoteAddress = socket.getRemoteSocketAddress();
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
