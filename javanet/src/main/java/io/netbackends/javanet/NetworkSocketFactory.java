// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Comparator;
import java.util.Objects;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes client sockets over a backend, for clients that accept a {@link SocketFactory}, or the name of such a class. Safe
 * for use by several threads.
 *
 * <pre>{@code
 * jdbc:postgresql://db.example/app?socketFactory=io.netbackends.javanet.NetworkSocketFactory&socketFactoryArg=recording:nio
 * new OkHttpClient.Builder().socketFactory(new NetworkSocketFactory())
 * }</pre>
 *
 * <p>The backend looks up host names, within the caller's deadlines. It is a {@link Comparator} because JNDI pools LDAP
 * connections only for such factories, whose class names it compares.
 */
public final class NetworkSocketFactory extends SocketFactory implements Comparator<Object> {
    private final NetworkBackendInterface backend;
    private final SocketSettings settings;

    /**
     * Creates a factory over the default backend, as {@link NetworkBackend#NetworkBackend()} finds it now.
     *
     * @throws IllegalArgumentException if the selected spec is malformed, names a backend that is not installed, or has an
     *     invalid setting
     * @throws IllegalStateException if there is no backend to choose, or it cannot be created
     */
    public NetworkSocketFactory() {
        this(new NetworkBackend());
    }

    /**
     * Creates a factory from one text, such as the {@code socketFactoryArg} of pgjdbc.
     *
     * @param argument a spec as for {@link NetworkBackend#named}, and settings of the sockets after it: {@code
     *     recording:nio,write-timeout=5000}. null or an empty spec selects the default backend
     * @throws IllegalArgumentException if {@code argument} is malformed, names a backend that is not installed or has a setting
     *     that is not allowed
     * @throws IllegalStateException if the backend cannot be created
     */
    public NetworkSocketFactory(@Nullable String argument) {
        this(FactoryArgument.parse(argument));
    }

    /**
     * Creates a factory over a backend.
     *
     * @param backend opens the connections
     * @throws IllegalArgumentException if a setting of the sockets is not allowed
     */
    public NetworkSocketFactory(NetworkBackendInterface backend) {
        this(new FactoryArgument(Objects.requireNonNull(backend, "backend"), SocketSettings.checked()));
    }

    private NetworkSocketFactory(FactoryArgument argument) {
        backend = argument.backend();
        settings = argument.settings();
    }

    /**
     * Returns a factory over the default backend, for clients that know the name of this class, such as JNDI.
     *
     * @return a new factory, as {@link #NetworkSocketFactory()} makes it
     */
    public static SocketFactory getDefault() {
        return new NetworkSocketFactory();
    }

    @Override
    public Socket createSocket() throws IOException {
        return NetworkSocket.over(backend, settings);
    }

    @Override
    public Socket createSocket(@Nullable String host, int port) throws IOException {
        return NewSockets.connected(createSocket(), NewSockets.target(host, port), null);
    }

    @Override
    public Socket createSocket(@Nullable String host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return NewSockets.connected(
                createSocket(), NewSockets.target(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return NewSockets.connected(createSocket(), new InetSocketAddress(Objects.requireNonNull(host), port), null);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress localAddress, int localPort)
            throws IOException {
        InetSocketAddress target = new InetSocketAddress(Objects.requireNonNull(address), port);
        return NewSockets.connected(createSocket(), target, new InetSocketAddress(localAddress, localPort));
    }

    /** Compares two factories or the names of their classes, which JNDI passes. */
    @Override
    public int compare(Object one, Object other) {
        return String.valueOf(one).compareTo(String.valueOf(other));
    }

    /** Returns, for instance, {@code <NetworkSocketFactory [nio]>}. */
    @Override
    public String toString() {
        return "<NetworkSocketFactory [" + backend + "]>";
    }
}
