// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens network streams. Safe for use by several threads.
 *
 * <p>Every method that may block obeys the {@link Timeout}s of the calling thread as a whole: name lookup, each address
 * tried, proxies. A method that fails leaves nothing open.
 */
public interface NetworkBackendInterface {
    /**
     * Connects to a host by name or address.
     *
     * @param host a name or an IP address; an IPv6 address with or without brackets. A name that is not ASCII is converted by
     *     IDNA 2003 (RFC 3490)
     * @param port between 0 and 65535
     * @return a connected stream, to be closed by the caller
     * @throws IllegalArgumentException if {@code host} is empty, contains white space or control characters, cannot be
     *     converted, or is an IPv4 address in a form that systems read differently ({@code 0177.0.0.1}, {@code 127.1}); if
     *     {@code port} is out of range; nothing was looked up
     * @throws java.net.UnknownHostException if the name cannot be resolved
     * @throws java.net.ConnectException if the peer refused
     * @throws NetworkTimeoutException if a deadline passed before the connection was established
     * @throws java.io.InterruptedIOException if the thread was interrupted; its interrupt flag stays set
     * @throws IOException if the connection failed in another way
     */
    NetworkStreamInterface connect(String host, int port) throws IOException;

    /**
     * Connects to a host with more than its name: resolved addresses, a local address, socket options, or a signal with
     * which another thread can end the connect. All other ways to connect to a host can be expressed as requests, so a
     * decorator overrides this one.
     *
     * <p>If the request has addresses, they are used as they are, without a lookup: a caller that has resolved or checked
     * them can rely on it. The host then only serves for messages, routes and recordings.
     *
     * @implSpec The default uses {@link #connect(String, int)}: with the request's host if it has no addresses, else with
     *     each literal address in turn, until one connects. It refuses options and a local address. If the request can be
     *     cancelled, it connects on a daemon thread, under the deadlines of the caller. A transport overrides this method.
     * @param request where to connect to, and how
     * @return a connected stream, to be closed by the caller
     * @throws UnsupportedOperationException if the request has an option, or a local address, that the backend cannot set;
     *     nothing was looked up or sent
     * @throws NetworkStreamClosedException if the connect was cancelled
     * @throws IOException as for {@link #connect(String, int)}
     */
    default NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        return SimpleConnect.connect(this, Objects.requireNonNull(request, "request"));
    }

    /**
     * Connects to an address.
     *
     * @implSpec A resolved {@link InetSocketAddress} goes to {@link #connect(ConnectRequest)}, an unresolved one to {@link
     *     #connect(String, int)} with its host string; the default supports no other kind.
     * @param address the target; if it is resolved, used as it is. There is no reverse lookup
     * @return a connected stream, to be closed by the caller
     * @throws UnsupportedAddressTypeException if the backend cannot reach this kind of address
     * @throws IOException as for {@link #connect(String, int)}
     */
    default NetworkStreamInterface connect(SocketAddress address) throws IOException {
        Objects.requireNonNull(address, "address");
        if (address instanceof InetSocketAddress inet) {
            return inet.isUnresolved()
                    ? connect(inet.getHostString(), inet.getPort())
                    : connect(ConnectRequest.to(inet));
        }
        throw new UnsupportedAddressTypeException();
    }

    /**
     * Listens for connections; optional.
     *
     * @implSpec The default throws {@link UnsupportedOperationException}, naming the backend.
     * @param host the local address to listen on, by name or address
     * @param port the local port; 0 picks a free one
     * @return a listener, to be closed by the caller
     * @throws UnsupportedOperationException if the backend has no server side
     * @throws IllegalArgumentException if {@code host} or {@code port} is malformed
     * @throws java.net.BindException if the address is in use or not local
     * @throws NetworkTimeoutException if a deadline passed first
     * @throws java.io.InterruptedIOException if the thread was interrupted; its interrupt flag stays set
     * @throws IOException if listening failed in another way
     */
    default NetworkListenerInterface listen(String host, int port) throws IOException {
        throw new UnsupportedOperationException(this + " cannot listen");
    }

    /**
     * Listens for connections to an address; optional.
     *
     * @implSpec An {@link InetSocketAddress} goes to {@link #listen(String, int)}: if it is resolved, as a literal address,
     *     else with its host string; the default supports no other kind.
     * @param address the local address; if it is resolved, used as it is
     * @return a listener, to be closed by the caller
     * @throws UnsupportedAddressTypeException if the backend cannot listen on this kind of address
     * @throws IOException as for {@link #listen(String, int)}
     */
    default NetworkListenerInterface listen(SocketAddress address) throws IOException {
        Objects.requireNonNull(address, "address");
        if (address instanceof InetSocketAddress inet) {
            return inet.isUnresolved()
                    ? listen(inet.getHostString(), inet.getPort())
                    : listen(inet.getAddress().getHostAddress(), inet.getPort());
        }
        throw new UnsupportedAddressTypeException();
    }

    /**
     * Wraps a stream that was opened without this backend in the decorators of this backend, so that it is recorded, for
     * example. Nothing is opened or looked up.
     *
     * @implSpec The default returns the stream itself, which is right for transports.
     * @param stream connected; owned by the returned stream, and closed if this method fails
     * @param target the address that the stream was connected to, as the caller names it; null for an accepted stream
     * @return the stream, or another one around it
     * @throws IOException if a decorator cannot use the stream
     */
    default NetworkStreamInterface adopt(NetworkStreamInterface stream, @Nullable SocketAddress target)
            throws IOException {
        return stream;
    }
}
