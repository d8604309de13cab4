// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Objects;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes server sockets over the listeners of a backend. Safe for use by several threads.
 *
 * <p>The requested backlog is ignored; the backend determines it.
 */
public final class NetworkServerSocketFactory extends ServerSocketFactory {
    private final NetworkBackendInterface backend;
    private final SocketSettings settings = SocketSettings.checked();

    /**
     * Creates a factory over the default backend, as {@link NetworkBackend#NetworkBackend()} finds it now.
     *
     * @throws IllegalArgumentException if the selected spec is malformed, names a backend that is not installed, or has an
     *     invalid setting
     * @throws IllegalStateException if there is no backend to choose, or it cannot be created
     */
    public NetworkServerSocketFactory() {
        this(new NetworkBackend());
    }

    /**
     * Creates a factory over a backend that is chosen by name.
     *
     * @param spec as for {@link NetworkBackend#named}
     * @throws IllegalArgumentException if {@code spec} is malformed or names a backend that is not installed, or has a setting
     *     that is not allowed
     * @throws IllegalStateException if the backend cannot be created
     */
    public NetworkServerSocketFactory(String spec) {
        this(NetworkBackend.named(spec));
    }

    /**
     * Creates a factory over a backend.
     *
     * @param backend listens
     * @throws IllegalArgumentException if a setting of the sockets is not allowed
     */
    public NetworkServerSocketFactory(NetworkBackendInterface backend) {
        this.backend = Objects.requireNonNull(backend, "backend");
    }

    /**
     * Returns a factory over the default backend.
     *
     * @return a new factory, as {@link #NetworkServerSocketFactory()} makes it
     */
    public static ServerSocketFactory getDefault() {
        return new NetworkServerSocketFactory();
    }

    @Override
    public ServerSocket createServerSocket() {
        return new NetworkServerSocket(backend, settings);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 0, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, null);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address) throws IOException {
        ServerSocket server = createServerSocket();
        try {
            server.bind(new InetSocketAddress(address, port), backlog); // may block
            return server;
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    /** Returns, for instance, {@code <NetworkServerSocketFactory [nio]>}. */
    @Override
    public String toString() {
        return "<NetworkServerSocketFactory [" + backend + "]>";
    }
}
