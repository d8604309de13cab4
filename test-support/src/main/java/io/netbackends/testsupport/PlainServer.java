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

/** The far end of a test's connections: a listener made of plain JDK sockets, and what to do with each client. */
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

    /** What the peer does with one connection, which is closed when the script ends. */
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

    /** A listener with no room for another connection, so that connects to it hang until their time is up. */
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

    /** A port of 127.0.0.1 where no process listens or will listen: a socket that does not listen is bound to it for good. */
    public static int closedPort() {
        return ClosedPort.SOCKET.getLocalPort();
    }

    /** In a class of its own: most tests need none. */
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

    /** Takes the next connection, for the test to handle itself; the peer closes it at the latest when it is closed. */
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

    /** From now on hands each connection to the script, on a thread of its own. */
    public PlainServer serve(Script script) {
        connections.start(() -> {
            while (true) {
                Socket socket = take();
                connections.start(() -> {
                    // Judged before the socket closes: a test may take that as its cue to close the peer.
                    try (socket) {
                        connections.run(() -> script.run(socket));
                    }
                });
            }
        });
        return this;
    }

    /**
     * From now on hands each connection to the script as an {@link SSLSocket}, on a thread of its own.  The handshake
     * starts with the script's first read or write, so that a script may set the socket up, or stay silent.
     */
    public PlainServer serveTls(SSLContext context, Script script) {
        return serve(raw -> {
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true)) {
                connections.run(() -> script.run(tls));
            }
        });
    }

    /** From now on forgives scripts whose reads and writes fail, as they do when the test breaks the connection. */
    public PlainServer toleratingIoFailures() {
        connections.tolerateIoFailures();
        return this;
    }

    /** Closes the listener and every connection, waits for the scripts, and fails if one of them failed before. */
    @Override
    public void close() {
        connections.close();
    }

    /** Sends back what comes in until the other side ends its output. */
    public static Script echo() {
        return socket -> socket.getInputStream().transferTo(socket.getOutputStream());
    }

    /** Neither reads nor writes, and keeps the connection open until the peer is closed. */
    public static Script silent() {
        // It is never counted down: the peer's close interrupts whatever its scripts wait for.
        return socket -> new CountDownLatch(1).await();
    }

    /** Reads what comes in until the other side ends its output. */
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

    /** Breaks the connection, so that the other side's reads and writes fail. */
    public static void reset(Socket socket) throws IOException {
        // Not to linger at all makes the system send RST in place of FIN.
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads as many bytes as are asked for. */
    public static byte[] readExactly(Socket socket, int count) throws IOException {
        byte[] data = socket.getInputStream().readNBytes(count);
        if (data.length < count) {
            throw new EOFException("input ended after " + data.length + " bytes; " + count + " were required");
        }
        return data;
    }

    /** Reads up to the next line feed and returns what stands before it and before a carriage return. */
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
        // A byte written by itself is to travel by itself.
        socket.setTcpNoDelay(true);
        return socket;
    }
}
