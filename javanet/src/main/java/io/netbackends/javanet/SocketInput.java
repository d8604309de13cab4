// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.IOException;
import java.io.InputStream;

/** The reading side of a socket. It holds the socket's implementation, which is not collected while the program reads. */
final class SocketInput extends InputStream {
    private final StreamSocketImpl socket;
    private final SocketConnection connection;

    SocketInput(StreamSocketImpl socket, SocketConnection connection) {
        this.socket = socket;
        this.connection = connection;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff; // may block
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return connection.read(bytes, offset, length); // may block
    }

    @Override
    public int available() throws IOException {
        return connection.available();
    }

    @Override
    public void close() throws IOException {
        socket.close(); // may block, a little
    }
}
