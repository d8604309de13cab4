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
 * The connection to which events belong.
 *
 * @param number the number among all observed connections of the JVM, opened, accepted or failed, from 1
 * @param host the host that the caller connected to, the peer's address if accepted, or the path of a UNIX-domain socket
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

    /** Returns the host of an address, without a reverse lookup. */
    private static String host(InetSocketAddress peer) {
        return peer.getAddress() == null
                ? peer.getHostString()
                : peer.getAddress().getHostAddress();
    }

    /** Records the failure of a call, unless its caller cancelled it or called it wrongly. */
    void failed(String operation, Throwable failure) {
        if (failure instanceof NetworkTimeoutException timeout) {
            TimeoutEvent.commit(this, operation, timeout);
        } else if (failure instanceof IOException) {
            FailureEvent.commit(this, operation, failure);
        }
    }

    /** Whether failures or timeouts are recorded. */
    static boolean recordsFailures() {
        return TimeoutEvent.isRecorded() || FailureEvent.isRecorded();
    }
}
