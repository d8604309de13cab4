// SPDX-License-Identifier: Apache-2.0
package io.netbackends.jfr;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkTimeoutException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connection that events are of.
 *
 * @param number among all connections of the JVM that are observed, made, accepted or failed, from 1
 * @param host what the caller connected to; the peer's address if accepted; the path of a UNIX-domain socket
 * @param port 0 if there is none
 */
record ObservedConnection(long number, String host, int port) {
    private static final AtomicLong NUMBERS = new AtomicLong();

    static ObservedConnection to(ConnectRequest request) {
        return new ObservedConnection(NUMBERS.incrementAndGet(), request.host(), request.port());
    }

    static ObservedConnection with(@Nullable SocketAddress peer) {
        long number = NUMBERS.incrementAndGet();
        return peer instanceof InetSocketAddress inet
                ? new ObservedConnection(number, host(inet), inet.getPort())
                : new ObservedConnection(number, peer == null ? "" : peer.toString(), 0);
    }

    /** Without a reverse lookup. */
    private static String host(InetSocketAddress peer) {
        return peer.getAddress() == null
                ? peer.getHostString()
                : peer.getAddress().getHostAddress();
    }

    /** Tells that a call has failed; one that was given up by its caller, or was not allowed, has not. */
    void failed(String operation, Throwable failure) {
        if (failure instanceof NetworkTimeoutException timeout) {
            TimeoutEvent.commit(this, operation, timeout);
        } else if (failure instanceof IOException) {
            FailureEvent.commit(this, operation, failure);
        }
    }

    /** Whether any failure is recorded. */
    static boolean recordsFailures() {
        return TimeoutEvent.isRecorded() || FailureEvent.isRecorded();
    }
}
