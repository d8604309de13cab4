// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.Okio;

/** A client over Okio, with timeouts as set by OkHttp: if one passes, a watchdog thread closes the socket. */
final class OkioClient implements Client {
    private final Socket socket;
    private final BufferedSource source;
    private final BufferedSink sink;
    private final byte[] message;

    private OkioClient(Socket socket, int size) throws IOException {
        this.socket = socket;
        this.source = Okio.buffer(Okio.source(socket));
        this.sink = Okio.buffer(Okio.sink(socket));
        this.message = new byte[size];
        source.timeout().timeout(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
        sink.timeout().timeout(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
    }

    static OkioClient connect(SocketAddress server, int size) throws IOException {
        InetSocketAddress address = (InetSocketAddress) server;
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        return new OkioClient(socket, size);
    }

    @Override
    public void send() throws IOException {
        sink.write(message).flush();
    }

    @Override
    public void receive() throws IOException {
        source.readFully(message);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
