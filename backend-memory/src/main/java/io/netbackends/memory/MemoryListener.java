// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps connections until they are accepted, and makes more clients wait when there are too many. */
final class MemoryListener implements NetworkListenerInterface {
    private final MemoryNetwork network;
    private final Endpoint endpoint;
    private final InetSocketAddress localAddress;
    private final MemorySettings settings;
    private final String accepting;
    private final ReentrantLock lock = new ReentrantLock();

    /** One for clients and acceptors, which never wait at the same time: the queue is not full and empty at once. */
    private final Condition changed = lock.newCondition();

    private final Queue<MemorySocket> pending = new ArrayDeque<>();
    private volatile boolean closed;

    MemoryListener(MemoryNetwork network, Endpoint endpoint, InetSocketAddress localAddress, MemorySettings settings) {
        this.network = network;
        this.endpoint = endpoint;
        this.localAddress = localAddress;
        this.settings = settings;
        accepting = "accept on " + HostAndPort.of(localAddress);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** The local address, however the target is written; a listener on all hosts has the one that the client named. */
    InetSocketAddress addressFor(HostAndPort target) {
        return endpoint.isOnAnyHost() ? InetSocketAddress.createUnresolved(target.host(), target.port()) : localAddress;
    }

    /** Takes the server's end of a new connection. */
    void add(MemorySocket socket, String connecting) throws IOException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new ConnectException(connecting + ": connection refused, the listener is closed");
                }
                DeadlineWait.check(connecting);
                if (pending.size() < settings.backlog()) {
                    pending.add(socket);
                    changed.signalAll();
                    return;
                }
                DeadlineWait.await(changed, connecting); // may block
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public NetworkStreamInterface accept() throws IOException {
        return MemoryTransport.accepted(take(), settings.truncation()); // may block
    }

    private MemorySocket take() throws IOException {
        lock.lock();
        try {
            while (true) {
                if (closed) {
                    throw new NetworkStreamClosedException(accepting + ": the listener is closed", null);
                }
                DeadlineWait.check(accepting);
                MemorySocket socket = pending.poll();
                if (socket != null) {
                    changed.signalAll();
                    return socket;
                }
                DeadlineWait.await(changed, accepting); // may block
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return localAddress;
    }

    /** Resets the connections that were not accepted, as TCP does. */
    @Override
    public void close() {
        network.remove(this);
        closeAndTakeAll().forEach(MemorySocket::reset);
    }

    private List<MemorySocket> closeAndTakeAll() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            List<MemorySocket> all = new ArrayList<>(pending);
            pending.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Returns, for instance, {@code <NetworkListener ["localhost:8080"]>}. */
    @Override
    public String toString() {
        return "<NetworkListener [\"" + HostAndPort.of(localAddress) + "\"" + (closed ? " CLOSED" : "") + "]>";
    }
}
