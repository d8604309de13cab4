// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamInterface;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Implements {@link Socket} over a backend, with the exception types and messages of the JDK. For programs that call {@link
 * Socket#setSocketImplFactory}; others use {@link NetworkSocketFactory}.
 *
 * <pre>{@code
 * Socket.setSocketImplFactory(() -> new NetworkSocketImpl(backend)); // once in a JVM
 * Socket socket = new Socket("localhost", 8080);
 * }</pre>
 *
 * <p>If the backend itself uses {@code Socket}, the factory must give those sockets another implementation. A subclass may
 * add an interface, or override a method to delegate to the platform's implementation. As thread-safe as {@code Socket}.
 */
public class NetworkSocketImpl extends SocketImpl {
    /** An option whose value is the socket's implementation, which Socket does not expose outside of its package. */
    private static final SocketOption<NetworkSocketImpl> IMPLEMENTATION = new ImplementationOption();

    private static final Integer LINGER_OFF = -1;

    private final SocketConnection connection;
    private final boolean view;

    /** The local address set by {@link #bind}; null if the system chooses it. */
    private volatile @Nullable InetSocketAddress boundTo;

    private volatile boolean outOfBandInline;

    /**
     * Creates the implementation of one socket, which is not connected.
     *
     * @param backend connects
     * @throws IllegalArgumentException if a setting {@code netbackends.javanet} is not allowed
     */
    public NetworkSocketImpl(NetworkBackendInterface backend) {
        this(backend, SocketSettings.current());
    }

    NetworkSocketImpl(NetworkBackendInterface backend, SocketSettings settings) {
        this(new SocketConnection(Objects.requireNonNull(backend, "backend"), settings), false);
    }

    private NetworkSocketImpl(SocketConnection connection, boolean view) {
        this.connection = connection;
        this.view = view;
    }

    /** Returns the implementation of a connected socket, for which {@link #connect} does nothing. */
    static NetworkSocketImpl viewOf(NetworkStreamInterface stream) throws IOException {
        NetworkSocketImpl impl = new NetworkSocketImpl(SocketConnection.over(stream, SocketSettings.current()), true);
        impl.learnAddresses(SocketAddresses.of(stream, null));
        return impl;
    }

    /**
     * Returns the implementation of a socket; null if it is of another class, or if a subclass of Socket may change its
     * behaviour.
     *
     * @throws SocketException if the socket is closed
     */
    static @Nullable NetworkSocketImpl of(Socket socket) throws IOException {
        if (socket.getClass() != Socket.class && !(socket instanceof NetworkSocket)) {
            return null;
        }
        try {
            return socket.getOption(IMPLEMENTATION);
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }

    /** Makes this the implementation of an accepted socket, which is closed when it has become unreachable. */
    final void accepted(NetworkStreamInterface stream) throws IOException {
        connection.accepted(stream, this);
        learnAddresses(SocketAddresses.ofAccepted(stream));
    }

    /** Returns the underlying stream, for TLS; afterwards the socket carries no data, and closing it is abrupt. */
    final NetworkStreamInterface startTls() throws SocketException {
        return connection.startTls();
    }

    /** Lets the socket continue in plaintext after {@link #startTls} and the end of TLS. */
    final void endTls() {
        connection.endTls();
    }

    private void learnAddresses(SocketAddresses addresses) {
        address = addresses.peer().getAddress();
        port = addresses.peer().getPort();
        boundTo = addresses.local();
        localport = addresses.local().getPort();
    }

    @Override
    protected void create(boolean stream) throws IOException {
        if (!stream) {
            throw new IOException("Datagram socket creation not supported");
        }
    }

    @Override
    protected void connect(String host, int targetPort) throws IOException {
        connect(InetSocketAddress.createUnresolved(host, targetPort), 0); // may block
    }

    @Override
    protected void connect(InetAddress target, int targetPort) throws IOException {
        connect(new InetSocketAddress(target, targetPort), 0); // may block
    }

    @Override
    protected void connect(SocketAddress target, int millis) throws IOException {
        if (view) {
            return;
        }
        if (!(target instanceof InetSocketAddress inet)) {
            throw new IOException("Unsupported address type");
        }
        try {
            NetworkStreamInterface stream = connection.connect(inet, boundTo, millis, this); // may block
            learnAddresses(SocketAddresses.of(stream, inet));
        } catch (Throwable e) { // as on the platform, a socket whose connect failed is closed
            close();
            throw e;
        }
    }

    /** Picks a port that is free now, for {@code connect}; if another socket takes it before that, the connect fails. */
    @Override
    protected void bind(InetAddress host, int wanted) throws IOException {
        InetSocketAddress bound = SocketAddresses.free(new InetSocketAddress(host, wanted));
        boundTo = bound;
        address = host;
        localport = bound.getPort();
    }

    @Override
    protected void listen(int backlog) throws IOException {
        throw new SocketException("a client socket cannot listen");
    }

    @Override
    protected void accept(SocketImpl accepted) throws IOException {
        throw new SocketException("a client socket cannot accept");
    }

    @Override
    protected InputStream getInputStream() {
        return new SocketInput(connection::read, connection::available, this::close);
    }

    @Override
    protected OutputStream getOutputStream() {
        return new SocketOutput(connection::write, this::close);
    }

    @Override
    protected int available() throws IOException {
        return connection.available();
    }

    @Override
    protected void close() throws IOException {
        connection.close(); // may block, a little
    }

    @Override
    protected void shutdownInput() throws IOException {
        connection.shutdownInput();
    }

    @Override
    protected void shutdownOutput() throws IOException {
        connection.shutdownOutput(); // may block
    }

    /** Returns true so that Socket calls {@link #sendUrgentData}, which checks the state first. */
    @Override
    protected boolean supportsUrgentData() {
        return true;
    }

    @Override
    protected void sendUrgentData(int data) throws IOException {
        connection.stream();
        throw new SocketException("Urgent data not supported"); // streams have none
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        try {
            return PlatformOptions.supported();
        } catch (IOException e) {
            return Set.of();
        }
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        connection.setOption(option, PlatformOptions.checked(option, value));
    }

    @Override
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        if (option.equals(IMPLEMENTATION)) {
            return option.type().cast(this);
        }
        PlatformOptions.requireSupported(option);
        return connection.getOption(option);
    }

    @Override
    public void setOption(int id, Object value) throws SocketException {
        try {
            switch (id) {
                case SO_TIMEOUT -> connection.setSoTimeout((Integer) value);
                case SO_OOBINLINE -> {
                    connection.requireOpen();
                    outOfBandInline = (Boolean) value;
                }
                case SO_LINGER ->
                    setOption(StandardSocketOptions.SO_LINGER, value instanceof Integer seconds ? seconds : LINGER_OFF);
                default -> setNamed(NumberedOptions.option(id), value);
            }
        } catch (IllegalArgumentException | ClassCastException e) {
            throw PlatformFailures.socket("Bad value for option " + id, e);
        } catch (SocketException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw PlatformFailures.socket(String.valueOf(e.getMessage()), e);
        }
    }

    private <T> void setNamed(SocketOption<T> option, Object value) throws IOException {
        setOption(option, option.type().cast(value));
    }

    @Override
    public Object getOption(int id) throws SocketException {
        try {
            return switch (id) {
                case SO_TIMEOUT -> connection.soTimeout();
                case SO_OOBINLINE -> {
                    connection.requireOpen();
                    yield outOfBandInline;
                }
                case SO_BINDADDR -> {
                    connection.requireOpen();
                    yield localAddress();
                }
                case SO_LINGER -> {
                    int seconds = getOption(StandardSocketOptions.SO_LINGER);
                    yield seconds < 0 ? (Object) false : (Object) seconds;
                }
                default -> getOption(NumberedOptions.option(id));
            };
        } catch (SocketException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw PlatformFailures.socket(String.valueOf(e.getMessage()), e);
        }
    }

    private InetAddress localAddress() {
        InetSocketAddress local = boundTo;
        return local == null ? new InetSocketAddress(0).getAddress() : local.getAddress();
    }

    private record ImplementationOption() implements SocketOption<NetworkSocketImpl> {
        @Override
        public String name() {
            return "NETWORK_SOCKET_IMPL";
        }

        @Override
        public Class<NetworkSocketImpl> type() {
            return NetworkSocketImpl.class;
        }
    }
}
