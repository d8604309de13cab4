// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * The peer's end of the connection under test, as raw bytes that the kit reads and writes.
 *
 * <p>It must not use the backend under test, so that one defect cannot hide another. One thread may read while another
 * writes; any thread may call {@link #close} and {@link #reset}, which wake both.
 */
public interface FarEnd extends Closeable {
    /** {@return the bytes that the stream under test has written; always the same stream} */
    InputStream input();

    /** {@return the bytes for the stream under test to read, unbuffered; always the same stream} */
    OutputStream output();

    /** {@return the address of this end, equal to what the stream under test calls its server's} */
    SocketAddress localAddress();

    /** {@return the address of the stream under test, equal to what it calls its client's} */
    SocketAddress remoteAddress();

    /**
     * Ends the output; the input stays open.
     *
     * @throws UnsupportedOperationException without {@link Capability#HALF_CLOSE}
     * @throws IOException if the connection failed
     */
    void shutdownOutput() throws IOException;

    /**
     * Breaks the connection: the next read and write of the stream under test fail.
     *
     * @throws UnsupportedOperationException without {@link Capability#RESET}
     * @throws IOException if the connection failed
     */
    void reset() throws IOException;

    /**
     * Wraps a connected socket.
     *
     * @param socket accepted by a plain {@link java.net.ServerSocket}
     * @return an end that resets with {@code SO_LINGER} 0
     * @throws IOException if the socket fails
     */
    static FarEnd of(Socket socket) throws IOException {
        return new SocketFarEnd(socket);
    }
}
