// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.Timeout;
import io.netbackends.internal.PlatformSockets;
import io.netbackends.internal.SocketOptions;
import io.netbackends.internal.TcpSettings;
import io.netbackends.support.HappyEyeballs;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One attempt to connect a socket, within the deadline. */
final class SocketAttempt implements HappyEyeballs.Attempt<Socket> {
    private final InetSocketAddress address;
    private final TcpSettings settings;
    private final String operation;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Socket connecting;
    private boolean closed;

    SocketAttempt(InetSocketAddress address, TcpSettings settings) {
        this.address = address;
        this.settings = settings;
        this.operation = "connect to " + HostAndPort.of(address);
    }

    @Override
    public Socket connect() throws IOException {
        while (true) {
            Timeout.check(operation);
            Socket socket = begin();
            try {
                settings.options().applyTo(new OptionsOf(socket));
                if (settings.localAddress() != null) {
                    socket.bind(settings.localAddress());
                }
                socket.connect(address, SoTimeout.millis(Timeout.remainingNanos())); // may block
                return socket;
            } catch (SocketTimeoutException e) {
                socket.close();
                Timeout.check(operation); // otherwise the deadline was cancelled: try again
            } catch (SocketException e) {
                throw InterruptDetection.isCauseOf(e, socket) ? NetworkFailures.interrupted(operation) : e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            if (connecting != null) {
                connecting.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Not a lambda, which would delay the start of a program by a millisecond. */
    private record OptionsOf(Socket socket) implements SocketOptions.Setter {
        @Override
        public <T> void set(SocketOption<T> option, T value) throws IOException {
            socket.setOption(option, value);
        }
    }

    private Socket begin() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new SocketException("the attempt was abandoned");
            }
            try (PlatformSockets own = PlatformSockets.use()) {
                Socket socket = new Socket(Proxy.NO_PROXY); // a proxy, if any, was already chosen by the name
                socket.getSoTimeout(); // opens the descriptor: on JDK 17, close() during the opening leaks it
                connecting = socket;
                return socket;
            }
        } finally {
            lock.unlock();
        }
    }
}
