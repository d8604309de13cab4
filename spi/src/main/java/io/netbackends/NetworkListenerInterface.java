// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

/** Accepts connections to one local address. Safe for use by several threads; {@code close()} wakes the waiting ones. */
public interface NetworkListenerInterface extends Closeable {
    /**
     * Waits for the next connection.
     *
     * @return a connected stream, to be closed by the caller
     * @throws NetworkTimeoutException if a deadline passed first; the listener goes on listening
     * @throws NetworkStreamClosedException if the listener is closed, or is closed meanwhile
     * @throws java.io.InterruptedIOException if the thread was interrupted; its interrupt flag stays set
     * @throws IOException if accepting failed in another way
     */
    NetworkStreamInterface accept() throws IOException;

    /** {@return the address listened on, with the port that was chosen; the same after {@code close()}} */
    SocketAddress getLocalAddress();

    /** Stops listening; streams that were accepted stay open. Idempotent, never waits. */
    @Override
    void close() throws IOException;
}
