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

/** Converts failures of a stream to the types and messages of JDK sockets; the stream's exception is the cause. */
final class PlatformFailures {
    static final String CLOSED = "Socket closed";

    private PlatformFailures() {}

    /** Returns a failure with the message that the backend got from the platform. */
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
     * Returns the exception of JSSE without the stream's wrapper, since clients inspect its cause. If an engine's message
     * differs from that of a JSSE socket, uses the latter.
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
     * Returns the exception of a call that timed out: that of the ambient deadline if it has passed, else the platform's
     * exception for the socket's own timeout. Called when the scope of the socket's own timeout has ended.
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
