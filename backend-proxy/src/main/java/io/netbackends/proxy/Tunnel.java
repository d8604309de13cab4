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
 * One way to the target of a request: through which proxies, by which steps, and how its failures are named. The steps are made
 * once.
 *
 * @param request of the caller
 * @param route through these proxies
 * @param endpoint what the last proxy is asked for; null if there is no proxy
 * @param steps in this order
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

    /** Returns the peer as messages name it. */
    String peer() {
        return request + " through " + route;
    }

    /** Returns the request for the connection to the first proxy, which has an address. */
    ConnectRequest proxyRequest(HostAndPort address) {
        return request.withTarget(address.host(), address.port());
    }

    /** Returns the target's address as the stream's extra information: as it is known, without a lookup. */
    InetSocketAddress serverAddress() {
        if (endpoint != null && endpoint.isAddress()) {
            try {
                byte[] address = InetAddress.getByName(endpoint.host()).getAddress(); // digits: nothing is looked up
                return new InetSocketAddress(InetAddress.getByAddress(request.host(), address), request.port());
            } catch (UnknownHostException e) {
                // it looks like an address only
            }
        }
        return InetSocketAddress.createUnresolved(request.host(), request.port());
    }

    /** Names a failure of the connection to the first proxy. */
    IOException unreachable(IOException failure) {
        String proxy = "the proxy " + first();
        return named("the connection to " + proxy, proxy + " cannot be reached", failure);
    }

    /** Returns the failure for a delegate that does not know UNIX-domain sockets. */
    UnsupportedOperationException unsupported(Object delegate, RuntimeException cause) {
        return new UnsupportedOperationException(
                "connect to " + peer() + ": " + delegate
                        + " cannot connect to a UNIX-domain socket; proxy:unixsocket can",
                cause);
    }

    /** Names a failure of a step. */
    IOException failed(TunnelStep step, IOException failure) {
        String proxy = "the proxy " + step.proxy();
        return step instanceof TunnelStep.StartTls
                ? named("TLS with " + proxy, "TLS with " + proxy + " failed", failure)
                : named("the answer of " + proxy, proxy + " failed", failure);
    }

    /** Names a failure that the negotiation with a proxy has worded. */
    IOException refused(IOException failure) {
        return NetworkFailures.during("connect to " + peer(), failure);
    }

    /** Returns the failure of a proxy that ends the connection in the middle of a negotiation. */
    IOException ended(Negotiation negotiation) {
        return refused(new SocketException(
                "the proxy " + negotiation.proxy() + " closed the connection before the tunnel stood"));
    }

    /** Names what has not come in time, or what has failed. */
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

    /** Returns whether another way may be tried after this one has failed. */
    static boolean mayTryAnother(Throwable failure) {
        return failure instanceof IOException
                && !(failure instanceof InterruptedIOException) // a timeout, too
                && !(failure instanceof NetworkStreamClosedException);
    }
}
