// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The input stream of a socket. It references the socket, so that the socket is not garbage-collected while the program
 * reads.
 */
final class SocketInput extends InputStream {
    private final Reads reads;
    private final Available available;
    private final Closeable socket;

    /** Reads as {@link InputStream#read(byte[], int, int)} does. */
    @FunctionalInterface
    interface Reads {
        int read(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Returns as {@link InputStream#available} does. */
    @FunctionalInterface
    interface Available {
        int available() throws IOException;
    }

    SocketInput(Reads reads, Available available, Closeable socket) {
        this.reads = reads;
        this.available = available;
        this.socket = socket;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff; // may block
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return reads.read(bytes, offset, length); // may block
    }

    @Override
    public int available() throws IOException {
        return available.available();
    }

    @Override
    public void close() throws IOException {
        socket.close(); // may block, a little
    }
}
