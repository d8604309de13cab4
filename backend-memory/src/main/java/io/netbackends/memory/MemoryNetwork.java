// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.ConnectRequest;
import io.netbackends.internal.UnspecifiedAddress;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The listeners of one network, by address. */
final class MemoryNetwork {
    private final Ports clientPorts = Ports.forClients();
    private final Ports listenerPorts = Ports.forListeners();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Endpoint, MemoryListener> listeners = new HashMap<>();

    /** A connection for a listener. */
    record Attempt(MemoryListener listener, MemorySocket.Pair pair) {}

    MemoryListener listen(HostAndPort address, String operation, MemorySettings settings) throws IOException {
        Endpoint wanted = Endpoint.of(address, operation);
        lock.lock();
        try {
            Endpoint endpoint = address.port() == 0 ? free(wanted, operation) : wanted;
            if (isTaken(endpoint)) {
                throw new BindException(operation + ": address already in use");
            }
            InetSocketAddress local = InetSocketAddress.createUnresolved(address.host(), endpoint.port());
            MemoryListener listener = new MemoryListener(this, endpoint, local, settings);
            listeners.put(endpoint, listener);
            return listener;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the endpoint of a listener: one of the request's addresses, its host or, if that is unspecified, the loopback
     * address. Without a listener, returns the request's host.
     */
    HostAndPort target(ConnectRequest request) throws IOException {
        HostAndPort host = HostAndPort.of(request);
        String operation = "connect to " + host;
        for (InetAddress address : request.addresses()) {
            HostAndPort candidate = HostAndPort.of(UnspecifiedAddress.toLoopback(address), host.port());
            if (find(Endpoint.of(candidate, operation)) != null) {
                return candidate;
            }
        }
        Endpoint endpoint = Endpoint.of(host, operation);
        if (endpoint.isOnAnyHost() && find(endpoint) == null) {
            return HostAndPort.of(UnspecifiedAddress.toLoopback(InetAddress.getByName(host.host())), host.port());
        }
        return host;
    }

    /** Does not wait; the connection is established when the listener has queued its end. */
    Attempt attempt(HostAndPort target, String operation, MemorySettings settings) throws IOException {
        MemoryListener listener = find(Endpoint.of(target, operation));
        if (listener == null) {
            throw new ConnectException(operation + ": connection refused, no listener");
        }
        return new Attempt(
                listener,
                MemorySocket.Pair.connect(
                        InetSocketAddress.createUnresolved("localhost", clientPorts.next()),
                        listener.addressFor(target),
                        settings.bufferSize()));
    }

    private @Nullable MemoryListener find(Endpoint endpoint) {
        lock.lock();
        try {
            MemoryListener listener = listeners.get(endpoint);
            return listener == null ? listeners.get(endpoint.onAnyHost()) : listener;
        } finally {
            lock.unlock();
        }
    }

    /** Does nothing if another listener has taken the address meanwhile. */
    void remove(MemoryListener listener) {
        lock.lock();
        try {
            listeners.remove(listener.endpoint(), listener);
        } finally {
            lock.unlock();
        }
    }

    private boolean isTaken(Endpoint endpoint) {
        return listeners.keySet().stream().anyMatch(endpoint::overlaps);
    }

    private Endpoint free(Endpoint wanted, String operation) throws BindException {
        for (int i = 0; i < Ports.COUNT; i++) {
            Endpoint endpoint = wanted.withPort(listenerPorts.next());
            if (!isTaken(endpoint)) {
                return endpoint;
            }
        }
        throw new BindException(operation + ": no port is free");
    }
}
