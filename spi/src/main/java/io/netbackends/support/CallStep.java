// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import org.jspecify.annotations.Nullable;

/** What one {@link AsyncCall} does with the transport, and what its failure leaves of the stream. */
interface CallStep<T extends @Nullable Object> {
    /**
     * Goes as far as is possible without waiting. Called by one thread at a time, and not after the call is over.
     *
     * @return whether the call is done; if not, it is worth trying again after {@link #awaitReady}
     */
    boolean proceed() throws Exception;

    /** Returns what the call gives; called once {@link #proceed} has returned true. */
    @Nullable
    T result();

    /** Asks for a callback when {@link #proceed} may do more. Called on the loop's thread. */
    void awaitReady(Runnable ready);

    /** Leaves the stream as the contract says for a failure; returns what the call fails with. */
    Throwable failed(Throwable failure);

    /** Lets another call begin. */
    void release();
}
