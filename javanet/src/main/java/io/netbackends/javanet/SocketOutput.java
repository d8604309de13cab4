// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The output stream of a socket. It references the socket, so that the socket is not garbage-collected while the program
 * writes.
 */
final class SocketOutput extends OutputStream {
    private final Writes writes;
    private final Closeable socket;

    /** Writes as {@link OutputStream#write(byte[], int, int)} does. */
    @FunctionalInterface
    interface Writes {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    SocketOutput(Writes writes, Closeable socket) {
        this.writes = writes;
        this.socket = socket;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1); // may block
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writes.write(bytes, offset, length); // may block
    }

    @Override
    public void close() throws IOException {
        socket.close(); // may block, a little
    }
}
