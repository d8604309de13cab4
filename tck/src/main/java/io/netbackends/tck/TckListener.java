// SPDX-License-Identifier: Apache-2.0
package io.netbackends.tck;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

/** The listener that the backend under test connects to; it gives the kit the peers' ends. */
public interface TckListener extends Closeable {
    /** {@return the address to connect to} */
    SocketAddress address();

    /**
     * Accepts the next connection.
     *
     * @return the peer's end of it
     * @throws IOException if none comes within 10 s, or the listener fails or is closed
     */
    FarEnd accept() throws IOException;

    /**
     * Makes further connects wait, by filling the backlog with connections that are not accepted.
     *
     * @throws UnsupportedOperationException without {@link Capability#FULL_BACKLOG}
     * @throws IOException if the listener cannot be filled
     */
    default void fillBacklog() throws IOException {
        throw new UnsupportedOperationException("this listener cannot make connects wait");
    }

    /**
     * Reverts {@link #fillBacklog} by accepting and closing the connections it made: a waiting connect then succeeds.
     *
     * @throws UnsupportedOperationException without {@link Capability#FULL_BACKLOG}
     * @throws IOException if the listener fails
     */
    default void drainBacklog() throws IOException {
        throw new UnsupportedOperationException("this listener cannot make connects wait");
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
