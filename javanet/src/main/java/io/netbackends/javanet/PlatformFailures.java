// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Gives failures of a stream the types and messages that sockets of the JDK have; the stream's own is the cause. */
final class PlatformFailures {
    static final String CLOSED = "Socket closed";

    private PlatformFailures() {}

    /** Returns a failure with the message that the platform has given to the backend. */
    static IOException of(IOException failure) {
        if (failure instanceof SSLException) {
            return failure;
        }
        String message = platformMessage(failure);
        return caused(kind(failure).apply(message), failure);
    }

    /** Returns a failure to read: the platform has one message for all resets. */
    static IOException ofRead(IOException failure) {
        return platformMessage(failure).contains("reset") ? socket("Connection reset", failure) : of(failure);
    }

    /**
     * Returns what JSSE has thrown, without what the stream has put around it: clients look at its cause. What an engine cannot
     * know, or words otherwise, is as a socket of JSSE says it.
     */
    static SSLException ofTls(SSLException failure) {
        SSLException original = failure.getCause() instanceof SSLException cause ? cause : failure;
        String message = String.valueOf(original.getMessage());
        if (message.startsWith("Unrecognized SSL message")) {
            return caused(new SSLException("Unsupported or unrecognized SSL message"), original);
        }
        return message.startsWith("peer closed the connection during the TLS handshake")
                ? caused(
                        new SSLHandshakeException("Remote host terminated the handshake"),
                        caused(new EOFException("SSL peer shut down incorrectly"), original))
                : original;
    }

    static SocketException closed(Exception cause) {
        return socket(CLOSED, cause);
    }

    static SocketException socket(String message, Exception cause) {
        return caused(new SocketException(message), cause);
    }

    static UnknownHostException unknownHost(String host, Exception cause) {
        return caused(new UnknownHostException(host), cause);
    }

    /**
     * Returns what a call that ran out of time throws: the ambient deadline's exception if that has passed, else the one that
     * the socket's own timeout has on the platform. Called when the scope of the socket's own timeout has ended.
     */
    static SocketTimeoutException timedOut(boolean ownTimeout, String message, NetworkTimeoutException failure) {
        boolean ambient = Timeout.isActive() && Timeout.remainingNanos() <= 0;
        return ambient || !ownTimeout ? failure : caused(new SocketTimeoutException(message), failure);
    }

    private static <E extends Exception> E caused(E exception, Exception cause) {
        exception.initCause(cause);
        return exception;
    }

    private static String platformMessage(IOException failure) {
        if (failure instanceof ConnectException && failure.getCause() == null) {
            return "Connection refused"; // by a network without a platform
        }
        Throwable reason = failure.getCause() instanceof IOException cause ? cause : failure;
        String message = reason.getMessage();
        return message == null ? reason.getClass().getSimpleName() : message;
    }

    private static Function<String, IOException> kind(IOException failure) {
        if (failure instanceof ConnectException) {
            return ConnectException::new;
        }
        if (failure instanceof NoRouteToHostException) {
            return NoRouteToHostException::new;
        }
        if (failure instanceof PortUnreachableException) {
            return PortUnreachableException::new;
        }
        return failure instanceof BindException ? BindException::new : SocketException::new;
    }
}
