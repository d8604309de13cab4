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
     * @return completes with a connected stream, to be closed by the caller. If a deadline passes first, fails with {@link
     *     NetworkTimeoutException}, and the listener stays open. If the listener is closed, fails with {@link
     *     NetworkStreamClosedException}. Cancelling it loses no connection: the next call gets it
     */
    CompletableFuture<AsyncNetworkStreamInterface> accept();

    /** {@return the local address, with the actual port; unchanged after {@code close()}} */
    SocketAddress getLocalAddress();

    /**
     * Stops listening; accepted streams stay open. Idempotent.
     *
     * @return complete when the address is free; cannot be cancelled
     */
    CompletableFuture<Void> close();

    /** {@return whether the listener has not been closed} */
    boolean isOpen();
}
