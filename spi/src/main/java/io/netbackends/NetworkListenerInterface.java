// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;

/**
 * Accepts connections to one local address. Safe for use by several threads; {@code close()} wakes the threads in {@code
 * accept}.
 */
public interface NetworkListenerInterface extends Closeable {
    /**
     * Waits for the next connection.
     *
     * @return a connected stream, to be closed by the caller
     * @throws NetworkTimeoutException if a deadline passed first; the listener stays open
     * @throws NetworkStreamClosedException if the listener is closed before or during the call
     * @throws java.io.InterruptedIOException if the thread was interrupted; its interrupt flag stays set
     * @throws IOException if accepting failed in another way
     */
    NetworkStreamInterface accept() throws IOException;

    /** {@return the local address, with the actual port; unchanged after {@code close()}} */
    SocketAddress getLocalAddress();

    /** Stops listening; accepted streams stay open. Idempotent, never waits. */
    @Override
    void close() throws IOException;
}
