// SPDX-License-Identifier: Apache-2.0
package io.netbackends.async;

import io.netbackends.ConnectRequest;
import io.netbackends.Timeout;
import io.netbackends.internal.NetworkFutures;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.concurrent.CompletableFuture;

/**
 * Opens network streams without waiting. Safe for use by several threads; {@linkplain io.netbackends.async no call throws}.
 *
 * <p>The {@link Timeout}s that are active when a call is made bound it as a whole: name lookup, each address tried, proxies.
 * A call that fails or is cancelled leaves nothing open: a connection that is established too late is closed.
 */
public interface AsyncNetworkBackendInterface {
    /**
     * Connects to a host by name or address.
     *
     * @param host a name or an IP address; an IPv6 address with or without brackets
     * @param port between 0 and 65535
     * @return completes with a connected stream, to be closed by the caller. Fails as {@link
     *     io.netbackends.NetworkBackendInterface#connect(String, int)} does
     */
    CompletableFuture<AsyncNetworkStreamInterface> connect(String host, int port);

    /**
     * Connects to a host with more than its name, such as resolved addresses or options, as {@link
     * io.netbackends.NetworkBackendInterface#connect(ConnectRequest)} does.
     *
     * @implSpec The default calls {@link #connect(String, int)}: with the host, or with each address in turn until one
     *     succeeds. It refuses options and a local address with {@link UnsupportedOperationException}.
     * @param request the parameters; the call ends if its {@linkplain ConnectRequest#cancellation signal} or the future is
     *     cancelled
     * @return as for {@link #connect(String, int)}
     */
    default CompletableFuture<AsyncNetworkStreamInterface> connect(ConnectRequest request) {
        if (request == null) {
            return NetworkFutures.failed(new NullPointerException("request"));
        }
        return AsyncSimpleConnect.connect(this, request);
    }

    /**
     * Connects to an address.
     *
     * @implSpec A resolved {@link InetSocketAddress} goes to {@link #connect(ConnectRequest)}, an unresolved one to {@link
     *     #connect(String, int)} with its host string; the default supports no other kind.
     * @param address the target; if it is resolved, used as it is
     * @return as for {@link #connect(String, int)}; fails with {@link UnsupportedAddressTypeException} if the backend cannot
     *     reach this kind of address
     */
    default CompletableFuture<AsyncNetworkStreamInterface> connect(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet.isUnresolved()
                    ? connect(inet.getHostString(), inet.getPort())
                    : connect(ConnectRequest.to(inet));
        }
        return NetworkFutures.failed(unsupported(address));
    }

    /**
     * Listens for connections; optional.
     *
     * @implSpec The default fails with {@link UnsupportedOperationException}, naming the backend.
     * @param host the local address to listen on, by name or address
     * @param port the local port; 0 picks a free one
     * @return completes with a listener, to be closed by the caller. Fails as {@link
     *     io.netbackends.NetworkBackendInterface#listen(String, int)} does
     */
    default CompletableFuture<AsyncNetworkListenerInterface> listen(String host, int port) {
        return NetworkFutures.failed(new UnsupportedOperationException(this + " cannot listen"));
    }

    /**
     * Listens for connections to an address; optional.
     *
     * @implSpec An {@link InetSocketAddress} goes to {@link #listen(String, int)} with its host string; the default supports
     *     no other kind.
     * @param address the local address
     * @return as for {@link #listen(String, int)}; fails with {@link UnsupportedAddressTypeException} if the backend cannot
     *     listen on this kind of address
     */
    default CompletableFuture<AsyncNetworkListenerInterface> listen(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return listen(inet.getHostString(), inet.getPort());
        }
        return NetworkFutures.failed(unsupported(address));
    }

    private static RuntimeException unsupported(SocketAddress address) {
        return address == null ? new NullPointerException("address") : new UnsupportedAddressTypeException();
    }
}
