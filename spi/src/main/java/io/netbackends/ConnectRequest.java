// SPDX-License-Identifier: Apache-2.0
package io.netbackends;

import io.netbackends.support.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one connect: a host and a port, and optionally addresses, a local address, socket options, a
 * cancellation signal and observers. Immutable.
 *
 * <pre>{@code
 * net.connect(ConnectRequest.to("api.example", 443) .withAddresses(allowed) // used as they are, without a lookup
 * .withLocalAddress(new InetSocketAddress(interfaceOfMine, 0)) .withOption(StandardSocketOptions.SO_RCVBUF, 1 << 20) // set
 * before the connection is made .withCancellation(signal)); // another thread may end the connect
 * }</pre>
 */
public final class ConnectRequest {
    private final HostAndPort target;
    private final List<InetAddress> addresses;
    private final @Nullable InetSocketAddress localAddress;
    private final Map<SocketOption<?>, Object> options;
    private final @Nullable CancellationSignal cancellation;
    private final List<ConnectObserver> observers;

    private ConnectRequest(
            HostAndPort target,
            List<InetAddress> addresses,
            @Nullable InetSocketAddress localAddress,
            Map<SocketOption<?>, Object> options,
            @Nullable CancellationSignal cancellation,
            List<ConnectObserver> observers) {
        this.target = target;
        this.addresses = addresses;
        this.localAddress = localAddress;
        this.options = options;
        this.cancellation = cancellation;
        this.observers = observers;
    }

    /**
     * Returns a request for a host that the backend looks up.
     *
     * @param host a name or an IP address; an IPv6 address with or without brackets
     * @param port between 0 and 65535
     * @return a request for that host alone
     * @throws IllegalArgumentException if {@code host} or {@code port} is malformed, as for {@link
     *     NetworkBackendInterface#connect(String, int)}
     */
    public static ConnectRequest to(String host, int port) {
        return new ConnectRequest(new HostAndPort(host, port), List.of(), null, Map.of(), null, List.of());
    }

    /**
     * Returns a request for an address: if it is resolved, for that address, otherwise for its host. The host is the name
     * that the address was created with, else the literal address; there is no reverse lookup.
     *
     * @param address resolved or not
     * @return a request for that address or host
     * @throws IllegalArgumentException if the address is not resolved and its host is malformed
     */
    public static ConnectRequest to(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        HostAndPort target = resolved == null ? HostAndPort.of(address) : named(address, resolved);
        return new ConnectRequest(
                target, resolved == null ? List.of() : List.of(resolved), null, Map.of(), null, List.of());
    }

    /** A resolver may give an address any name; an invalid one must not prevent the connect. */
    private static HostAndPort named(InetSocketAddress address, InetAddress resolved) {
        try {
            return HostAndPort.of(address);
        } catch (IllegalArgumentException e) {
            return HostAndPort.of(resolved, address.getPort());
        }
    }

    /**
     * Returns a request for another host, without the addresses and otherwise unchanged. For decorators that redirect.
     *
     * @param host as for {@link #to(String, int)}
     * @param port between 0 and 65535
     * @return a request for a host that the backend looks up
     * @throws IllegalArgumentException if {@code host} or {@code port} is malformed
     */
    public ConnectRequest withTarget(String host, int port) {
        return new ConnectRequest(
                new HostAndPort(host, port), List.of(), localAddress, options, cancellation, observers);
    }

    /**
     * Returns a request whose host is not looked up.
     *
     * @param changed the addresses of the host, in order of preference; several are raced as in RFC 8305. If empty, the host
     *     is looked up
     * @return a request that connects to one of these addresses only
     */
    public ConnectRequest withAddresses(List<InetAddress> changed) {
        return new ConnectRequest(target, List.copyOf(changed), localAddress, options, cancellation, observers);
    }

    /**
     * Returns a request with a local address.
     *
     * @param changed an address of this host, resolved; port 0 picks a free port; null lets the system choose the address
     * @return a request with that local address in place of the backend's own setting
     * @throws IllegalArgumentException if {@code changed} is not resolved
     */
    public ConnectRequest withLocalAddress(@Nullable InetSocketAddress changed) {
        if (changed != null && changed.isUnresolved()) {
            throw new IllegalArgumentException("local address (" + changed + ") must be resolved");
        }
        return new ConnectRequest(target, addresses, changed, options, cancellation, observers);
    }

    /**
     * Returns a request with a socket option, which is set before the connection is made. It overrides the backend's own
     * setting.
     *
     * @param <T> the type of the value
     * @param option one that the transport has
     * @param value checked by the transport when it is set
     * @return a request with that option, in place of an earlier value of it
     */
    public <T> ConnectRequest withOption(SocketOption<T> option, T value) {
        Map<SocketOption<?>, Object> changed = new LinkedHashMap<>(options);
        changed.put(Objects.requireNonNull(option, "option"), Objects.requireNonNull(value, "value"));
        return new ConnectRequest(
                target, addresses, localAddress, Collections.unmodifiableMap(changed), cancellation, observers);
    }

    /**
     * Returns a request whose connect another thread may end.
     *
     * @param changed null if no thread will
     * @return a request with that signal
     */
    public ConnectRequest withCancellation(@Nullable CancellationSignal changed) {
        return new ConnectRequest(target, addresses, localAddress, options, changed, observers);
    }

    /**
     * Returns a request whose lookup and attempts are observed.
     *
     * @param added called after the observers that the request already has
     * @return a request with one more observer
     */
    public ConnectRequest withObserver(ConnectObserver added) {
        List<ConnectObserver> more = new ArrayList<>(observers);
        more.add(Objects.requireNonNull(added, "observer"));
        return new ConnectRequest(target, addresses, localAddress, options, cancellation, List.copyOf(more));
    }

    /** {@return the host, for messages, routes, recordings and TLS: a name or an IP address, the latter without brackets} */
    public String host() {
        return target.host();
    }

    /** {@return the port, between 0 and 65535} */
    public int port() {
        return target.port();
    }

    /** {@return the only addresses to connect to, in order of preference; empty if the backend looks up the host} */
    public List<InetAddress> addresses() {
        return addresses;
    }

    /** {@return whether {@link NetworkBackendInterface#connect(String, int)} is sufficient for this request} */
    boolean isHostOnly() {
        return addresses.isEmpty()
                && localAddress == null
                && options.isEmpty()
                && cancellation == null
                && observers.isEmpty();
    }

    /** {@return the local address of the connection; null if the system chooses it} */
    public @Nullable InetSocketAddress localAddress() {
        return localAddress;
    }

    /** {@return the options to set before the connection is made, in the order in which they were added} */
    public Map<SocketOption<?>, Object> options() {
        return options;
    }

    /** {@return the signal that ends the connect; null if only deadlines and interrupts do} */
    public @Nullable CancellationSignal cancellation() {
        return cancellation;
    }

    /** {@return the observers of the lookup and the attempts, in the order in which they were added} */
    public List<ConnectObserver> observers() {
        return observers;
    }

    /**
     * Fails if the request has an option that a backend does not support. For authors of backends, before any other step.
     *
     * @param supported the options that the backend can set before it connects
     * @param backend named in the message
     * @throws UnsupportedOperationException if the request has another option
     */
    public void requireOptionsAmong(Set<SocketOption<?>> supported, Object backend) {
        for (SocketOption<?> option : options.keySet()) {
            if (!supported.contains(option)) {
                throw new UnsupportedOperationException("connect to " + this + ": option (" + option
                        + ") must be one that " + backend + " can set on a connection: " + supported);
            }
        }
    }

    /**
     * Fails if the request has a local address. For authors of backends that cannot set one, before any other step.
     *
     * @param backend named in the message
     * @throws UnsupportedOperationException if {@link #localAddress} is not null
     */
    public void requireNoLocalAddress(Object backend) {
        if (localAddress != null) {
            throw new UnsupportedOperationException("connect to " + this + ": " + backend
                    + " cannot choose the local address (" + localAddress + ") of a connection");
        }
    }

    /** Returns the target, {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return target.toString();
    }
}
