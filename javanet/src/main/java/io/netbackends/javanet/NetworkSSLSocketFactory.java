// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackend;
import io.netbackends.NetworkBackendInterface;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Objects;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes TLS sockets over a backend, for clients that accept an {@link SSLSocketFactory}, or the name of such a class. A
 * recording shows their data in plaintext. JSSE checks certificates, names and protocol versions as configured by the client
 * and the {@link SSLContext}. Safe for use by several threads.
 *
 * <p>A socket that is layered over one of {@link NetworkSocketFactory} starts TLS in place. Over any other socket, such as
 * one through a proxy, it uses that socket, with the decorators of the backend around it. If {@code autoClose} is false,
 * closing the TLS socket ends TLS: it waits for the peer's close_notify for {@code SO_TIMEOUT}, or 2 s if that is not set.
 * The underlying socket then continues in plaintext. If the peer does not respond, that socket is closed.
 */
public final class NetworkSSLSocketFactory extends SSLSocketFactory implements Comparator<Object> {
    private final SSLContext context;
    private final NetworkBackendInterface backend;
    private final SocketSettings sockets;

    /**
     * Creates a factory over the default backend and the default {@link SSLContext}.
     *
     * @throws IllegalArgumentException if the selected spec is malformed, names a backend that is not installed, or has an
     *     invalid setting
     * @throws IllegalStateException if there is no backend to choose, or it or the context cannot be created
     */
    public NetworkSSLSocketFactory() {
        this(new NetworkBackend());
    }

    /**
     * Creates a factory from one text, as {@link NetworkSocketFactory#NetworkSocketFactory(String)} does, over the default {@link
     * SSLContext}.
     *
     * @param argument a spec, and settings after it: {@code nio,strict=truncation}
     * @throws IllegalArgumentException if {@code argument} is malformed, names a backend that is not installed or has a setting
     *     that is not allowed
     * @throws IllegalStateException if the backend or the context cannot be created
     */
    public NetworkSSLSocketFactory(@Nullable String argument) {
        this(defaultContext(), FactoryArgument.parse(argument));
    }

    /**
     * Creates a factory for pgjdbc, which passes the properties of its connection.
     *
     * @param properties of the connection: {@code sslfactoryarg}, if present, is the argument of {@link
     *     #NetworkSSLSocketFactory(String)}
     * @throws IllegalArgumentException if the selected spec is malformed, names a backend that is not installed, or has an
     *     invalid setting
     * @throws IllegalStateException if there is no backend to choose, or it or the context cannot be created
     */
    public NetworkSSLSocketFactory(Properties properties) {
        this(properties.getProperty("sslfactoryarg"));
    }

    /**
     * Creates a factory over a backend and the default {@link SSLContext}.
     *
     * @param backend opens the connections
     * @throws IllegalStateException if the context cannot be created
     */
    public NetworkSSLSocketFactory(NetworkBackendInterface backend) {
        this(defaultContext(), backend);
    }

    /**
     * Creates a factory over a backend.
     *
     * @param context provides the trusted certificates, and the one to present
     * @param backend opens the connections
     */
    public NetworkSSLSocketFactory(SSLContext context, NetworkBackendInterface backend) {
        this(context, new FactoryArgument(Objects.requireNonNull(backend, "backend"), SocketSettings.checked()));
    }

    private NetworkSSLSocketFactory(SSLContext context, FactoryArgument argument) {
        this.context = Objects.requireNonNull(context, "context");
        backend = argument.backend();
        sockets = argument.settings();
    }

    /**
     * Returns a factory over the default backend, for clients that know the name of this class, such as JNDI.
     *
     * @return a new factory, as {@link #NetworkSSLSocketFactory()} makes it
     */
    public static SSLSocketFactory getDefault() {
        return new NetworkSSLSocketFactory();
    }

    private static SSLContext defaultContext() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the default SSLContext cannot be created: " + e.getMessage(), e);
        }
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return context.getDefaultSSLParameters().getCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return context.getSupportedSSLParameters().getCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return client(NetworkSocket.over(backend, sockets), null, -1, true);
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

    @Override
    public Socket createSocket(Socket below, @Nullable String host, int port, boolean autoClose) throws IOException {
        return client(requireConnected(below), host, port, autoClose);
    }

    /** Makes a socket in server mode. It reads the bytes of {@code consumed} before those of the socket. */
    @Override
    public Socket createSocket(Socket below, @Nullable InputStream consumed, boolean autoClose) throws IOException {
        TlsSettings settings = new TlsSettings(context, /* clientMode= */ false, sockets);
        InputStream first = consumed == null ? InputStream.nullInputStream() : consumed;
        return new NetworkSSLSocket(
                new SocketBelow(requireConnected(below), first, autoClose, backend), settings, null, -1);
    }

    private NetworkSSLSocket client(Socket below, @Nullable String host, int port, boolean autoClose) {
        TlsSettings settings = new TlsSettings(context, /* clientMode= */ true, sockets);
        return new NetworkSSLSocket(SocketBelow.of(below, autoClose, backend), settings, host, port);
    }

    private static Socket requireConnected(Socket below) throws SocketException {
        if (!below.isConnected()) {
            throw new SocketException("Underlying socket is not connected");
        }
        return below;
    }

    /** Compares two factories or the names of their classes, which JNDI passes. */
    @Override
    public int compare(Object one, Object other) {
        return String.valueOf(one).compareTo(String.valueOf(other));
    }

    /** Returns, for instance, {@code <NetworkSSLSocketFactory [nio]>}. */
    @Override
    public String toString() {
        return "<NetworkSSLSocketFactory [" + backend + "]>";
    }
}
