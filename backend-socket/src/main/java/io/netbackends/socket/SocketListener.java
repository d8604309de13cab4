// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.internal.DeadlineWait;
import io.netbackends.internal.TcpSettings;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Accepts sockets within the deadline. */
final class SocketListener implements NetworkListenerInterface {
    private final ServerSocket server;
    private final TcpSettings settings;
    private final SocketAddress localAddress;
    private final HostAndPort shownAddress;
    private final String operation;

    /** A server socket has one timeout for all threads, so they take turns. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile boolean closed;

    /** The listener owns the socket from now on. */
    SocketListener(ServerSocket server, TcpSettings settings) {
        this.server = server;
        this.settings = settings;
        this.localAddress = server.getLocalSocketAddress();
        this.shownAddress = HostAndPort.of(server.getInetAddress(), server.getLocalPort());
        this.operation = "accept on " + shownAddress;
    }

    static SocketListener open(HostAndPort address, TcpSettings settings) throws IOException {
        String operation = "listen on " + address;
        DeadlineWait.check(operation);
        InetSocketAddress local =
                new InetSocketAddress(address.resolve(settings.resolver()).get(0), address.port()); // may block
        ServerSocket server = new ServerSocket();
        try {
            server.bind(local);
            return new SocketListener(server, settings);
        } catch (IOException e) {
            server.close();
            throw NetworkFailures.during(operation, e);
        }
    }

    @Override
    public NetworkStreamInterface accept() throws IOException {
        checkOpen(null);
        DeadlineWait.lock(turn, operation); // may block
        try {
            Socket socket = acceptSocket(); // may block
            try {
                settings.options().applyTo(socket::setOption);
                return SocketTransport.accepted(socket).stream(settings.truncation());
            } catch (Throwable e) {
                socket.close();
                throw e;
            }
        } finally {
            turn.unlock();
        }
    }

    @Override
    public SocketAddress getLocalAddress() {
        return localAddress;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
    }

    private Socket acceptSocket() throws IOException {
        while (true) {
            checkOpen(null);
            DeadlineWait.check(operation);
            try {
                server.setSoTimeout(SoTimeout.millis(Timeout.remainingNanos()));
                return server.accept(); // may block
            } catch (SocketTimeoutException e) {
                Timeout.check(operation); // otherwise the deadline was cancelled, or rounding ended the wait early
            } catch (IOException e) {
                if (!closed) {
                    NetworkFailures.checkInterrupt(operation); // on a virtual thread, an interrupt closes the socket
                }
                checkOpen(e);
                throw NetworkFailures.during(operation, e);
            }
        }
    }

    private void checkOpen(@Nullable IOException cause) throws IOException {
        if (server.isClosed()) {
            throw new NetworkStreamClosedException(operation + ": the listener is closed", cause);
        }
    }

    /** Returns, for instance, {@code <NetworkListener ["127.0.0.1:8080"]>}. */
    @Override
    public String toString() {
        return "<NetworkListener [\"" + shownAddress + "\"" + (server.isClosed() ? " CLOSED" : "") + "]>";
    }
}
