// SPDX-License-Identifier: Apache-2.0
package io.netbackends.proxy;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel to the target of a request: its proxies, its steps, and the messages of its failures. The steps have state and
 * are executed once.
 *
 * @param request the request of the caller
 * @param route the proxies
 * @param endpoint the endpoint requested from the last proxy; null if there is no proxy
 * @param steps the steps in this order
 */
record Tunnel(ConnectRequest request, Route route, @Nullable HostAndPort endpoint, List<TunnelStep> steps) {
    static Tunnel direct(ConnectRequest request) {
        return new Tunnel(request, Route.DIRECT, null, List.of());
    }

    boolean isDirect() {
        return route.isDirect();
    }

    ProxyServer first() {
        return route.proxies().get(0);
    }

    /** Returns the name of the peer for messages. */
    String peer() {
        return request + " through " + route;
    }

    /** Returns the request for the connection to the first proxy, which has an address. */
    ConnectRequest proxyRequest(HostAndPort address) {
        return request.withTarget(address.host(), address.port());
    }

    /** Returns the target's address for the stream's extra information, as far as known without a lookup. */
    InetSocketAddress serverAddress() {
        if (endpoint != null && endpoint.isAddress()) {
            try {
                byte[] address = InetAddress.getByName(endpoint.host()).getAddress(); // numeric, so no lookup
                return new InetSocketAddress(InetAddress.getByAddress(request.host(), address), request.port());
            } catch (UnknownHostException e) {
                // only resembles an address
            }
        }
        return InetSocketAddress.createUnresolved(request.host(), request.port());
    }

    /** Converts a failure of the connection to the first proxy. */
    IOException unreachable(IOException failure) {
        String proxy = "the proxy " + first();
        return named("the connection to " + proxy, proxy + " cannot be reached", failure);
    }

    /** Returns the failure for a delegate that does not support UNIX-domain sockets. */
    UnsupportedOperationException unsupported(Object delegate, RuntimeException cause) {
        return new UnsupportedOperationException(
                "connect to " + peer() + ": " + delegate
                        + " cannot connect to a UNIX-domain socket; proxy:unixsocket can",
                cause);
    }

    /** Converts a failure of a step. */
    IOException failed(TunnelStep step, IOException failure) {
        String proxy = "the proxy " + step.proxy();
        return step instanceof TunnelStep.StartTls
                ? named("TLS with " + proxy, "TLS with " + proxy + " failed", failure)
                : named("the answer of " + proxy, proxy + " failed", failure);
    }

    /** Converts a failure whose message the negotiation has written. */
    IOException refused(IOException failure) {
        return NetworkFailures.during("connect to " + peer(), failure);
    }

    /** Returns the failure of a proxy that ends the connection in the middle of a negotiation. */
    IOException ended(Negotiation negotiation) {
        return refused(new SocketException(
                "the proxy " + negotiation.proxy() + " closed the connection before the tunnel was open"));
    }

    /** Adds to a failure the operation that failed or timed out. */
    private IOException named(String late, String failed, IOException failure) {
        String operation = "connect to " + peer();
        if (failure instanceof NetworkTimeoutException) {
            return NetworkFailures.during(operation + ": " + late, failure);
        }
        if (failure instanceof InterruptedIOException) {
            return NetworkFailures.interrupted(operation);
        }
        return failure instanceof NetworkStreamClosedException
                ? failure
                : NetworkFailures.during(operation + ": " + failed, failure);
    }

    /** Returns whether the next tunnel may be tried after this failure. */
    static boolean mayTryAnother(Throwable failure) {
        return failure instanceof IOException
                && !(failure instanceof InterruptedIOException) // including a timeout
                && !(failure instanceof NetworkStreamClosedException);
    }
}
