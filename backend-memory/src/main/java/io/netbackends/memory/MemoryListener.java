// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.TlsTruncation;
import io.netbackends.support.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A listener of a network in memory. */
final class MemoryListener implements NetworkListenerInterface {
    private final MemoryNetwork network;
    private final Endpoint endpoint;
    private final InetSocketAddress localAddress;
    private final TlsTruncation truncation;
    private final Backlog backlog;
    private final String accepting;

    MemoryListener(MemoryNetwork network, Endpoint endpoint, InetSocketAddress localAddress, MemorySettings settings) {
        this.network = network;
        this.endpoint = endpoint;
        this.localAddress = localAddress;
        truncation = settings.truncation();
        backlog = new Backlog(settings.backlog());
        accepting = "accept on " + HostAndPort.of(localAddress);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Backlog backlog() {
        return backlog;
    }

    /** The operation accept, for messages. */
    String accepting() {
        return accepting;
    }

    /**
     * The local address, independent of the spelling of the target; for a listener on all hosts, the address that the client
     * named.
     */
    InetSocketAddress addressFor(HostAndPort target) {
        return endpoint.isOnAnyHost() ? InetSocketAddress.createUnresolved(target.host(), target.port()) : localAddress;
    }

    @Override
    public NetworkStreamInterface accept() throws IOException {
        return MemoryTransport.accepted(backlog.take(accepting), truncation); // may block
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return localAddress;
    }

    /** Resets the pending connections, as TCP does. */
    @Override
    public void close() {
        network.remove(this);
        backlog.close(accepting).forEach(MemorySocket::reset);
    }

    /** Returns, for instance, {@code <NetworkListener ["localhost:8080"]>}. */
    @Override
    public String toString() {
        return "<NetworkListener [\"" + HostAndPort.of(localAddress) + "\"" + (backlog.isClosed() ? " CLOSED" : "")
                + "]>";
    }
}
