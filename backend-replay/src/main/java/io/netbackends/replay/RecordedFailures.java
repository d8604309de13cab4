// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import io.netbackends.recording.format.Event;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;

/** Recreates recorded exceptions of a few known types, because an untrusted file must not choose classes to load. */
final class RecordedFailures {
    private static final Map<String, Function<String, IOException>> TYPES = Map.of(
            ConnectException.class.getName(), ConnectException::new,
            NoRouteToHostException.class.getName(), NoRouteToHostException::new,
            PortUnreachableException.class.getName(), PortUnreachableException::new,
            BindException.class.getName(), BindException::new,
            UnknownHostException.class.getName(), UnknownHostException::new,
            SSLException.class.getName(), SSLException::new,
            SSLHandshakeException.class.getName(), SSLHandshakeException::new,
            SSLPeerUnverifiedException.class.getName(), SSLPeerUnverifiedException::new,
            SSLProtocolException.class.getName(), SSLProtocolException::new,
            SSLKeyException.class.getName(), SSLKeyException::new);

    private static final Set<String> TIMEOUTS =
            Set.of("io.netbackends.NetworkTimeoutException", "java.net.SocketTimeoutException");

    /** Exceptions that the program itself caused. */
    private static final Set<String> OWN = Set.of(
            "io.netbackends.NetworkStreamClosedException",
            "java.io.InterruptedIOException",
            "java.nio.channels.ClosedByInterruptException",
            "java.nio.channels.AsynchronousCloseException");

    private RecordedFailures() {}

    /** Whether a deadline ended the call. */
    static boolean isTimeout(Event.Failure failure) {
        return TIMEOUTS.contains(failure.type());
    }

    /** Whether the program ended the call, by closing the stream or interrupting the thread. */
    static boolean isOwn(Event.Failure failure) {
        return OWN.contains(failure.type());
    }

    /**
     * Returns an exception of the recorded type. If the recorded message begins with the operation, the operation is not
     * repeated.
     */
    static IOException of(Event.Failure failure, String operation) {
        String message = failure.message() == null ? failure.toString() : failure.message();
        String rest = message.startsWith(operation + ": ") ? message.substring(operation.length() + 2) : message;
        return TYPES.getOrDefault(failure.type(), SocketException::new).apply(rest);
    }
}
