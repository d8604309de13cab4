// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;

/** A client socket under test, and the other end of its connection. */
record ConnectedPair(Socket client, Socket peer) implements AutoCloseable {
    static ConnectedPair of(SocketKind kind) throws IOException {
        try (ServerSocket server = kind.server()) {
            Socket client = kind.factory().createSocket(server.getInetAddress(), server.getLocalPort());
            return new ConnectedPair(client, server.accept());
        }
    }

    InputStream in() throws IOException {
        return client.getInputStream();
    }

    OutputStream out() throws IOException {
        return client.getOutputStream();
    }

    /** Writes until the buffers are full, and continues. */
    void fillAndBlock() throws IOException {
        byte[] chunk = new byte[64 * 1024];
        OutputStream out = out();
        while (true) {
            out.write(chunk);
        }
    }

    /** Makes the peer reset the connection. */
    void reset() throws IOException {
        peer.setSoLinger(true, 0);
        peer.close();
    }

    @Override
    public void close() throws IOException {
        client.close();
        peer.close();
    }
}
