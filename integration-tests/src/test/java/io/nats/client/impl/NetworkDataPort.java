// SPDX-License-Identifier: Apache-2.0
package io.nats.client.impl;

import io.nats.client.support.NatsUri;
import io.netbackends.javanet.NetworkSocketFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Connects NATS with the default backend. It is in this package because {@code NatsConnection} is package-private. */
public final class NetworkDataPort extends SocketDataPort {
    @Override
    public void connect(NatsConnection connection, NatsUri uri, long timeoutNanos) throws IOException {
        this.connection = connection;
        host = uri.getHost();
        port = uri.getPort();
        socket = new NetworkSocketFactory().createSocket();
        socket.connect(
                InetSocketAddress.createUnresolved(host, port), (int) TimeUnit.NANOSECONDS.toMillis(timeoutNanos));
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }
}
