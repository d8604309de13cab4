// SPDX-License-Identifier: Apache-2.0
package io.netbackends.testsupport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** The peer of a test's connections: a listener over plain JDK sockets with a script for each client. */
public final class PlainServer implements AutoCloseable {
    private static final Duration ACCEPT_LIMIT = Duration.ofSeconds(30);
    // Enough for any test; the system's own limit caps it.
    private static final int AMPLE_BACKLOG = 128;

    private final ServerSocket server;
    private final Connections connections = new Connections();

    private PlainServer(ServerSocket server) {
        this.server = server;
        connections.track(server);
    }

    /** A script of the peer for one connection, which is closed when the script ends. */
    @FunctionalInterface
    public interface Script {
        void run(Socket socket) throws Exception;
    }

    /** Listens on 127.0.0.1, on a port the system picks. */
    public static PlainServer listening() throws IOException {
        return listening(Loopback.address(), AMPLE_BACKLOG);
    }

    /** Listens on the address, on a port the system picks. */
    public static PlainServer listening(InetAddress address, int backlog) throws IOException {
        return new PlainServer(new ServerSocket(0, backlog, address));
    }

    /** A listener with a full backlog, so that connects to it wait until they time out. */
    public static PlainServer blackhole() throws IOException {
        PlainServer peer = listening(Loopback.address(), 1);
        try {
            Backlog.fill(peer.address(), peer.connections::track);
            return peer;
        } catch (IOException | RuntimeException | Error e) {
            peer.close();
            throw e;
        }
    }

    /** A port of 127.0.0.1 where no process listens: a socket that does not listen is permanently bound to it. */
    public static int closedPort() {
        return ClosedPort.SOCKET.getLocalPort();
    }

    /** In a nested class, since most tests need none. */
    private static final class ClosedPort {
        static final Socket SOCKET = bound();

        private static Socket bound() {
            try {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(Loopback.address(), 0));
                return socket;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    public ServerSocket serverSocket() {
        return server;
    }

    /** Accepts the next connection, for the test to handle itself; closed at the latest with this peer. */
    public Socket accept() throws IOException {
        server.setSoTimeout((int) ACCEPT_LIMIT.toMillis());
        try {
            return take();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no client connected to " + address() + " within " + ACCEPT_LIMIT, e);
        } finally {
            server.setSoTimeout(0);
        }
    }

    /** From now on passes each connection to the script, on a new thread. */
    public PlainServer serve(Script script) {
        connections.start(() -> {
            while (true) {
                Socket socket = take();
                connections.start(() -> {
                    // Checked before the socket closes: a test may then close the peer.
                    try (socket) {
                        connections.run(() -> script.run(socket));
                    }
                });
            }
        });
        return this;
    }

    /**
     * From now on passes each connection to the script as an {@link SSLSocket}, on a new thread. The handshake starts with
     * the script's first read or write, so a script may configure the socket, or stay silent.
     */
    public PlainServer serveTls(SSLContext context, Script script) {
        return serve(raw -> {
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true)) {
                connections.run(() -> script.run(tls));
            }
        });
    }

    /** From now on ignores failed reads and writes of scripts, for tests that break the connection. */
    public PlainServer toleratingIoFailures() {
        connections.tolerateIoFailures();
        return this;
    }

    /** Closes the listener and every connection, waits for the scripts, and fails if one of them failed before. */
    @Override
    public void close() {
        connections.close();
    }

    /** Echoes the input until the client ends its output. */
    public static Script echo() {
        return socket -> socket.getInputStream().transferTo(socket.getOutputStream());
    }

    /** Neither reads nor writes, and keeps the connection open until the peer is closed. */
    public static Script silent() {
        // Never counted down: closing the peer interrupts its scripts.
        return socket -> new CountDownLatch(1).await();
    }

    /** Reads until the client ends its output. */
    public static Script discard() {
        return socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    /** Writes one byte at a time, with a pause after each. */
    public static Script trickle(byte[] data, Duration every) {
        return socket -> {
            for (byte b : data) {
                socket.getOutputStream().write(b);
                Threads.pause(every);
            }
        };
    }

    /** Resets the connection, so that the client's reads and writes fail. */
    public static void reset(Socket socket) throws IOException {
        // With a linger time of 0, the system sends RST instead of FIN.
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads the given number of bytes. */
    public static byte[] readExactly(Socket socket, int count) throws IOException {
        byte[] data = socket.getInputStream().readNBytes(count);
        if (data.length < count) {
            throw new EOFException("input ended after " + data.length + " bytes; " + count + " were required");
        }
        return data;
    }

    /** Reads up to the next line feed; returns the line without line feed and carriage return. */
    public static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("input ended after \"" + line + "\"; a line feed was required");
            }
            line.append((char) b);
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    private Socket take() throws IOException {
        Socket socket = server.accept();
        connections.track(socket);
        // A byte written alone is sent alone.
        socket.setTcpNoDelay(true);
        return socket;
    }
}
