// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * The other end of the connection under test, as raw bytes that the kit's own peer reads and writes.
 *
 * <p>It must not be made of the backend under test, so that one defect cannot hide another. Reading and writing may happen
 * together, on two threads; {@link #close} and {@link #reset} come from any thread and wake both.
 */
public interface FarEnd extends Closeable {
    /** {@return the bytes that the stream under test has written; always the same stream} */
    InputStream input();

    /** {@return where bytes go for the stream under test to read, unbuffered; always the same stream} */
    OutputStream output();

    /** {@return the address of this end, equal to what the stream under test calls its server's} */
    SocketAddress localAddress();

    /** {@return the address of the stream under test, equal to what it calls its client's} */
    SocketAddress remoteAddress();

    /**
     * Ends the output, and leaves the input as it is.
     *
     * @throws UnsupportedOperationException without {@link Capability#HALF_CLOSE}
     * @throws IOException if the connection failed
     */
    void shutdownOutput() throws IOException;

    /**
     * Breaks the connection: what the stream under test reads and writes next fails.
     *
     * @throws UnsupportedOperationException without {@link Capability#RESET}
     * @throws IOException if the connection failed
     */
    void reset() throws IOException;

    /**
     * Makes a far end of a connected socket.
     *
     * @param socket accepted by a plain {@link java.net.ServerSocket}
     * @return a far end that resets with {@code SO_LINGER} 0
     * @throws IOException if the socket fails
     */
    static FarEnd of(Socket socket) throws IOException {
        return new SocketFarEnd(socket);
    }
}
