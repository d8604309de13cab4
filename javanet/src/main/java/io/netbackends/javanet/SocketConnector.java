// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.CancellationSignal;
import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Connects a socket: converts its options and local address to a request, and failures to those of a socket. */
final class SocketConnector {
    private final NetworkBackendInterface backend;
    private final KeptOptions options;
    private final CancellationSignal cancellation;

    SocketConnector(NetworkBackendInterface backend, KeptOptions options, CancellationSignal cancellation) {
        this.backend = backend;
        this.options = options;
        this.cancellation = cancellation;
    }

    /**
     * Connects within a time limit.
     *
     * @param local null lets the system choose
     * @param millis 0 for no timeout
     * @throws NetworkStreamClosedException if the connect was cancelled
     */
    NetworkStreamInterface connect(InetSocketAddress target, @Nullable InetSocketAddress local, int millis)
            throws IOException {
        if (millis == 0) {
            return translated(target, local); // may block
        }
        try (Timeout own = Timeout.after(Duration.ofMillis(millis))) {
            return translated(target, local); // may block
        } catch (NetworkTimeoutException e) {
            throw PlatformFailures.timedOut(true, "Connect timed out", e);
        }
    }

    private NetworkStreamInterface translated(InetSocketAddress target, @Nullable InetSocketAddress local)
            throws IOException {
        try {
            return connectWithOptions(request(target), local); // may block
        } catch (NetworkTimeoutException | NetworkStreamClosedException e) {
            throw e;
        } catch (InterruptedIOException e) { // on a virtual thread
            throw PlatformFailures.socket("Closed by interrupt", e);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw PlatformFailures.unknownHost(target.getHostString(), e);
        } catch (IOException e) {
            throw PlatformFailures.of(e);
        } catch (UnsupportedOperationException | IllegalStateException e) {
            throw PlatformFailures.socket(String.valueOf(e.getMessage()), e);
        }
    }

    private ConnectRequest request(InetSocketAddress target) {
        return ConnectRequest.to(target).withCancellation(cancellation);
    }

    private NetworkStreamInterface connectWithOptions(ConnectRequest bare, @Nullable InetSocketAddress local)
            throws IOException {
        ConnectRequest wanted = options.addTo(bare.withLocalAddress(local));
        boolean earlySet = true;
        NetworkStreamInterface stream;
        try {
            stream = backend.connect(wanted); // may block
        } catch (UnsupportedOperationException e) { // nothing was sent
            earlySet = false;
            boolean any = local != null && local.getAddress().isAnyLocalAddress();
            stream = backend.connect(any ? bare : bare.withLocalAddress(local)); // may block
        }
        try {
            options.applyTo(stream, earlySet);
            return stream;
        } catch (Throwable e) {
            stream.close(); // may block, a little
            throw e;
        }
    }
}
