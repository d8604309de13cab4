// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.ConnectRequest;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.internal.CancellableCall;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;

/**
 * A separate network within this JVM, for tests: its listeners can be reached only through this backend. Safe for use by
 * several threads; uses no thread, timer or descriptor, except for {@linkplain #async asynchronous calls}.
 *
 * <p>Hosts are plain case-insensitive names without a lookup: {@code localhost} and {@code 127.0.0.1} are different hosts. A
 * listener on {@code 0.0.0.0} or {@code ::} accepts connections to every name without another listener on that port. If
 * there is no listener, the connection is refused.
 *
 * <p>Connections behave as over TCP: each direction has a bounded buffer, a writer waits while it is full, and a new
 * connection can be written to before it is accepted. Two cases are deterministic, unlike over TCP: the first write after
 * the peer has closed fails, and a reset arrives after the bytes written before it. {@link MemorySocket#of} gives a test the
 * raw end.
 *
 * <p>In a TLS handshake, both sides may write before they read: with a buffer of a few bytes, both can wait indefinitely. A
 * server that sends session tickets (TLS 1.3) waits until they fit into the buffer, or the client reads.
 */
public final class MemoryBackend implements NetworkBackendInterface {
    private final MemoryNetwork network;
    private final MemorySettings settings;

    /** Creates a network with buffers of 64 KiB and a backlog of 50. */
    public MemoryBackend() {
        this(new MemoryNetwork(), MemorySettings.DEFAULT);
    }

    MemoryBackend(MemoryNetwork network, MemorySettings settings) {
        this.network = network;
        this.settings = settings;
    }

    /** {@return a builder for a network with buffers of 64 KiB and a backlog of 50} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return two streams connected to each other, with buffers of 64 KiB} */
    public static MemoryPair pair() {
        return MemoryPair.connect(MemorySettings.DEFAULT);
    }

    /**
     * Returns two streams connected to each other.
     *
     * @param bufferSize in bytes, of each direction; positive. Zero is not allowed: there is no rendezvous of writer and
     *     reader
     * @return a pair for the caller to close
     * @throws IllegalArgumentException if {@code bufferSize} is not positive
     */
    public static MemoryPair pair(int bufferSize) {
        return MemoryPair.connect(MemorySettings.DEFAULT.withBufferSize(bufferSize));
    }

    /**
     * Connects to the listener of this host and port; waits while its backlog is full.
     *
     * @throws java.net.ConnectException if there is no listener, or the listener is closed meanwhile
     */
    @Override
    public NetworkStreamInterface connect(String host, int port) throws IOException {
        return connect(ConnectRequest.to(host, port)); // may block
    }

    /**
     * Connects as {@link #connect(String, int)} does: to the first of the request's addresses that has a listener, else to its
     * host.
     *
     * @throws UnsupportedOperationException if the request has an option or a local address
     */
    @Override
    public NetworkStreamInterface connect(ConnectRequest request) throws IOException {
        request.requireOptionsAmong(Set.of(), this);
        request.requireNoLocalAddress(this);
        HostAndPort target = network.target(request);
        String operation = "connect to " + target;
        return CancellableCall.call(request.cancellation(), operation, () -> connect(target, operation)); // may block
    }

    private NetworkStreamInterface connect(HostAndPort target, String operation) throws IOException {
        DeadlineWait.check(operation);
        MemoryNetwork.Attempt attempt = network.attempt(target, operation, settings);
        attempt.listener().backlog().add(attempt.pair().server(), operation); // may block
        return MemoryTransport.connected(attempt.pair().client(), settings.truncation());
    }

    /**
     * Listens for connections from this network. Those that are not accepted when the listener is closed are reset.
     *
     * @throws java.net.BindException if there is a listener already, or either listens on all hosts
     */
    @Override
    public NetworkListenerInterface listen(String host, int port) throws IOException {
        HostAndPort address = new HostAndPort(host, port);
        String operation = "listen on " + address;
        DeadlineWait.check(operation);
        return network.listen(address, operation, settings);
    }

    /**
     * Listens as {@link #listen(String, int)} does, on the name of an address if it has one, since names are not resolved
     * here.
     *
     * @throws java.net.BindException if there is a listener already, or either listens on all hosts
     */
    @Override
    public NetworkListenerInterface listen(SocketAddress address) throws IOException {
        return address instanceof InetSocketAddress inet
                ? listen(inet.getHostString(), inet.getPort())
                : NetworkBackendInterface.super.listen(address);
    }

    /**
     * Returns the asynchronous half of this network: each half reaches the listeners of the other.
     *
     * @return a backend whose calls run on one daemon thread, shared by all networks, which ends when it is idle
     */
    public AsyncNetworkBackendInterface async() {
        return new AsyncMemoryBackend(network, settings);
    }

    /** Returns {@code <MemoryBackend>}. */
    @Override
    public String toString() {
        return "<MemoryBackend>";
    }

    /** Collects the settings of a {@link MemoryBackend}. Not safe for use by several threads. */
    public static final class Builder {
        private MemorySettings settings = MemorySettings.DEFAULT;

        private Builder() {}

        /**
         * Sets the buffer size.
         *
         * @param bytes for each direction of each connection; positive, by default 65536. Memory is allocated as needed
         * @return this
         * @throws IllegalArgumentException if {@code bytes} is not positive
         */
        public Builder bufferSize(int bytes) {
            settings = settings.withBufferSize(bytes);
            return this;
        }

        /**
         * Sets the backlog: the maximum number of pending connections of a listener.
         *
         * @param connections positive, by default 50
         * @return this
         * @throws IllegalArgumentException if {@code connections} is not positive
         */
        public Builder backlog(int connections) {
            settings = settings.withBacklog(connections);
            return this;
        }

        /**
         * Sets how to treat a TLS peer that closes the connection without close_notify.
         *
         * @param truncation by default {@link TlsTruncation#ERROR}
         * @return this
         */
        public Builder tlsTruncation(TlsTruncation truncation) {
            settings = settings.with(truncation);
            return this;
        }

        /** {@return a backend with these settings, which is a separate network} */
        public MemoryBackend build() {
            return new MemoryBackend(new MemoryNetwork(), settings);
        }
    }
}
