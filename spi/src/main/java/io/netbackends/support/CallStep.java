// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import org.jspecify.annotations.Nullable;

/** The work that one {@link AsyncCall} does with the transport, and the effect of its failure on the stream. */
interface CallStep<T extends @Nullable Object> {
    /**
     * Makes as much progress as possible without waiting. Called by one thread at a time, and not after the call has ended.
     *
     * @return whether the call is done; if not, it is worth trying again after {@link #awaitReady}
     */
    boolean proceed() throws Exception;

    /** Returns the result of the call; called once {@link #proceed} has returned true. */
    @Nullable
    T result();

    /** Requests a callback when {@link #proceed} may make progress. Called on the loop's thread. */
    void awaitReady(Runnable ready);

    /** Puts the stream into the state that the contract requires after a failure; returns the exception of the call. */
    Throwable failed(Throwable failure);

    /** Lets another call begin. */
    void release();
}
