// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

/** Something that the backend under test connects to, and that hands the kit the far ends. */
public interface TckListener extends Closeable {
    /** {@return the address to connect to} */
    SocketAddress address();

    /**
     * Takes the next connection.
     *
     * @return the far end of it
     * @throws IOException if none comes within 10 s, or the listener fails or is closed
     */
    FarEnd accept() throws IOException;

    /**
     * Makes further connects wait, by connections that are not accepted.
     *
     * @throws UnsupportedOperationException without {@link Capability#FULL_BACKLOG}
     * @throws IOException if the listener cannot be filled
     */
    default void fillBacklog() throws IOException {
        throw new UnsupportedOperationException("this listener cannot let connects wait");
    }

    /**
     * Undoes {@link #fillBacklog} by accepting and closing the connections it made: a connect that waits then succeeds.
     *
     * @throws UnsupportedOperationException without {@link Capability#FULL_BACKLOG}
     * @throws IOException if the listener fails
     */
    default void drainBacklog() throws IOException {
        throw new UnsupportedOperationException("this listener cannot let connects wait");
    }

    /**
     * Listens on a TCP port of 127.0.0.1 that the system picks.
     *
     * @return a listener made of a plain {@link java.net.ServerSocket}
     * @throws IOException if the system has no port left
     */
    static TckListener tcp() throws IOException {
        return TcpListener.onLoopback();
    }
}
