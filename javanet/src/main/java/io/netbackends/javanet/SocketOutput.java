// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.IOException;
import java.io.OutputStream;

/** The writing side of a socket. It holds the socket's implementation, which is not collected while the program writes. */
final class SocketOutput extends OutputStream {
    private final StreamSocketImpl socket;
    private final SocketConnection connection;

    SocketOutput(StreamSocketImpl socket, SocketConnection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1); // may block
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        connection.write(bytes, offset, length); // may block
    }

    @Override
    public void close() throws IOException {
        socket.close(); // may block, a little
    }
}
