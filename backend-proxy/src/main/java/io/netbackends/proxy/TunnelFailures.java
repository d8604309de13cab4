// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Gives the failures of a stream the name of the peer at the end of the tunnel: the stream itself knows the proxy only.
 *
 * @param peer as messages name it
 */
record TunnelFailures(String peer) {
    /**
     * Returns a failure of the same type that names the peer.
     *
     * @param verb begins the message: {@code "read from "}
     * @param failure of the stream to the proxy; becomes the cause
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

    /** Returns what follows the operation, {@code read from proxy.example:1080: } for instance. */
    private static String reason(String message) {
        int end = message.indexOf(": ");
        return end < 0 ? message : message.substring(end + 2);
    }
}
