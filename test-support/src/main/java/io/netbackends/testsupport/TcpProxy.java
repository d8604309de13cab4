// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy on loopback which forwards data in slices and stores a copy. */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final ServerSocket server;
    private final int target;
    private final Connections connections = new Connections();
    private final ByteArrayOutputStream fromClient = new ByteArrayOutputStream();
    private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();
    private volatile int slice = BUFFER;
    private volatile boolean captured;
    private volatile long mostFromClient = Long.MAX_VALUE;

    private TcpProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Forwards connections to the port of 127.0.0.1. */
    public static TcpProxy to(int port) throws IOException {
        TcpProxy wire = new TcpProxy(new ServerSocket(0, 0, Loopback.address()), port);
        wire.connections.track(wire.server);
        // The two ends notice a broken connection, and their test judges it.
        wire.connections.tolerateIoFailures();
        wire.connections.start(wire::acceptAll);
        return wire;
    }

    /** From the next connection on, forwards at most this number of bytes per write, in both directions. */
    public TcpProxy slicing(int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("slice is " + maxBytes + " bytes; must be at least 1");
        }
        slice = Math.min(maxBytes, BUFFER);
        return this;
    }

    /** From the next connection on, stores a copy of the data, one connection after another. */
    public TcpProxy capturing() {
        captured = true;
        return this;
    }

    /** From the next connection on, reads at most this number of bytes from a client, whose writes then block. */
    public TcpProxy stallingAfter(long bytesFromClient) {
        mostFromClient = bytesFromClient;
        return this;
    }

    /** The port to connect to in place of the target's. */
    public int port() {
        return server.getLocalPort();
    }

    /** The bytes received from clients so far, including all bytes that the server has received. */
    public byte[] sentByClient() {
        return copyOf(fromClient);
    }

    /** The bytes received from the server so far, including all bytes that clients have received. */
    public byte[] sentByServer() {
        return copyOf(fromServer);
    }

    /** Closes the proxy and every connection through it. */
    @Override
    public void close() {
        connections.close();
    }

    private byte[] copyOf(ByteArrayOutputStream copy) {
        if (!captured) {
            throw new IllegalStateException("wire keeps no copy; capturing() must be called before connecting");
        }
        return copy.toByteArray();
    }

    private void acceptAll() throws IOException {
        while (true) {
            Socket client = server.accept();
            connections.track(client);
            connections.start(() -> forward(client));
        }
    }

    private void forward(Socket client) throws IOException, InterruptedException {
        Socket upstream = connect(client);
        AtomicInteger open = new AtomicInteger(2);
        connections.start(() -> pump(client, upstream, fromClient, mostFromClient, open));
        pump(upstream, client, fromServer, Long.MAX_VALUE, open);
    }

    private Socket connect(Socket client) throws IOException {
        try {
            Socket upstream = new Socket(Loopback.address(), target);
            connections.track(upstream);
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            return upstream;
        } catch (IOException e) {
            PlainServer.reset(client);
            throw e;
        }
    }

    /** Forwards the bytes, then the end of the stream, so that a half-close stays one. */
    private void pump(Socket from, Socket to, ByteArrayOutputStream copy, long most, AtomicInteger open)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[slice];
        long passed = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (captured) {
                    copy.write(buffer, 0, count);
                }
                out.write(buffer, 0, count);
                out.flush();
                passed += count;
                if (passed >= most) {
                    new CountDownLatch(1).await(); // close() interrupts it
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One end has closed: the next call of the other one must fail.
            resetQuietly(from);
            resetQuietly(to);
        }
        if (open.decrementAndGet() == 0) {
            from.close();
            to.close();
        }
    }

    private static void resetQuietly(Socket socket) {
        try {
            PlainServer.reset(socket);
        } catch (IOException e) {
            // Closed already, by the other pump or by close().
        }
    }
}
