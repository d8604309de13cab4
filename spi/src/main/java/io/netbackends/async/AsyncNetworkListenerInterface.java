// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/** Accepts connections to one local address without waiting. Safe for use by several threads; no call throws. */
public interface AsyncNetworkListenerInterface {
    /**
     * Accepts the next connection. Several calls may wait; they get their connections in the order in which they were made.
     *
     * @return gives a connected stream, to be closed by the caller. Fails with {@link NetworkTimeoutException} if a deadline
     *     passed first, in which case the listener goes on listening, and with {@link NetworkStreamClosedException} if the
     *     listener is closed. To cancel it loses no connection: the next call gets it
     */
    CompletableFuture<AsyncNetworkStreamInterface> accept();

    /** {@return the address listened on, with the port that was chosen; the same after {@code close()}} */
    SocketAddress getLocalAddress();

    /**
     * Stops listening; streams that were accepted stay open. Idempotent.
     *
     * @return complete when the address is free; cannot be cancelled
     */
    CompletableFuture<Void> close();

    /** {@return whether the listener has not been closed} */
    boolean isOpen();
}
