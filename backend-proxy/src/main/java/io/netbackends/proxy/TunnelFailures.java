// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Names the peer at the end of the tunnel in the failures of a stream, which itself knows only the proxy.
 *
 * @param peer the name of the peer in messages
 */
record TunnelFailures(String peer) {
    /**
     * Returns a failure of the same type that names the peer.
     *
     * @param verb the beginning of the message, such as {@code "read from "}
     * @param failure the failure of the stream to the proxy; becomes the cause
     */
    IOException named(String verb, IOException failure) {
        String operation = verb + peer;
        if (failure instanceof NetworkTimeoutException) {
            return NetworkFailures.during(operation, failure);
        }
        String reason = reason(String.valueOf(failure.getMessage()));
        if (failure instanceof NetworkStreamClosedException) {
            return new NetworkStreamClosedException(operation + ": " + reason, failure);
        }
        if (failure instanceof InterruptedIOException) {
            return NetworkFailures.interrupted(operation);
        }
        return NetworkFailures.during(operation, reason, failure);
    }

    /** Returns the rest of a message after the operation, for instance after {@code read from proxy.example:1080: }. */
    private static String reason(String message) {
        int end = message.indexOf(": ");
        return end < 0 ? message : message.substring(end + 2);
    }
}
