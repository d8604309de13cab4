// SPDX-License-Identifier: Apache-2.0
package io.netbackends.support;

import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.HeldInterrupts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;

/** Converts failures of the platform to uniform types and messages for all transports; the original is the cause. */
public final class NetworkFailures {
    /** Part of the JDK's message if the first bytes are not a TLS record. */
    private static final String NO_TLS = "nrecognized SSL message";

    private NetworkFailures() {}

    /**
     * Returns a fresh exception for a failure: a {@link NetworkTimeoutException}, {@link ConnectException}, {@link NoRouteToHostException}, {@link
     * PortUnreachableException}, {@link BindException}, {@link UnknownHostException}, or {@link SSLException} or one of its
     * JDK subtypes, if the failure is one, otherwise a {@link SocketException}.
     *
     * @param operation the operation and its peer: {@code "connect to 127.0.0.1:80"}; begins the message
     * @param failure as the platform reported it; becomes the cause
     * @return an exception to throw
     */
    public static IOException during(String operation, IOException failure) {
        return during(operation, reason(failure), failure);
    }

    /**
     * Returns a fresh exception for a failure, as {@link #during(String, IOException)} does, with another reason than the failure's
     * message, such as a part of it.
     *
     * @param operation the operation and its peer; begins the message
     * @param reason ends the message, unless the failure is a timeout
     * @param failure as it was reported; becomes the cause
     * @return an exception to throw
     */
    public static IOException during(String operation, String reason, IOException failure) {
        if (failure instanceof NetworkTimeoutException timeout) {
            return timeout.during(operation);
        }
        IOException named = kind(failure).apply(operation + ": " + reason);
        named.initCause(failure);
        return named;
    }

    /**
     * Returns the exception for an interrupted call.
     *
     * @param operation the operation and its peer; begins the message
     * @return an exception to throw
     */
    public static InterruptedIOException interrupted(String operation) {
        return new InterruptedIOException(operation + ": the thread was interrupted");
    }

    /**
     * Fails if the current thread is interrupted; leaves the flag set.
     *
     * @param operation the operation and its peer; begins the message; its {@code toString} is called only for a failure
     * @throws InterruptedIOException if the interrupt flag is set
     */
    public static void checkInterrupt(Object operation) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted() && !HeldInterrupts.take()) {
            throw interrupted(operation.toString());
        }
    }

    /** Channels report a reset as a plain IOException, so every other failure becomes a SocketException. */
    private static Function<String, IOException> kind(IOException failure) {
        if (failure instanceof SSLException) {
            return tlsKind(failure);
        }
        if (failure instanceof UnknownHostException) {
            return UnknownHostException::new;
        }
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

    private static Function<String, IOException> tlsKind(IOException failure) {
        if (failure instanceof SSLHandshakeException) {
            return SSLHandshakeException::new;
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return SSLPeerUnverifiedException::new;
        }
        if (failure instanceof SSLProtocolException) {
            return SSLProtocolException::new;
        }
        return failure instanceof SSLKeyException ? SSLKeyException::new : SSLException::new;
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        if (message == null || message.isEmpty()) {
            return failure.getClass().getSimpleName();
        }
        return message.contains(NO_TLS) ? "the peer does not speak TLS" : message;
    }
}
