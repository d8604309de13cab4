// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkListenerInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.Timeout;
import io.netbackends.internal.HeldInterrupts;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The implementation of a server socket over a backend's listener. Options other than SO_TIMEOUT are stored without any
 * effect.
 */
final class ListenerSocketImpl extends SocketImpl {
    private static final Set<SocketOption<?>> OPTIONS =
            Set.of(StandardSocketOptions.SO_RCVBUF, StandardSocketOptions.SO_REUSEADDR, StandardSocketOptions.IP_TOS);

    private final NetworkBackendInterface backend;
    private final KeptOptions options = new KeptOptions();
    private volatile @Nullable NetworkListenerInterface listener;
    private volatile boolean closed;
    private volatile int soTimeout;

    ListenerSocketImpl(NetworkBackendInterface backend) {
        this.backend = backend;
    }

    @Override
    protected void create(boolean stream) {}

    /** Binds and listens: a backend does both in one step. */
    @Override
    protected void bind(InetAddress host, int wanted) throws IOException {
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            NetworkListenerInterface opened = backend.listen(new InetSocketAddress(host, wanted)); // may block
            listener = opened;
            if (closed) {
                opened.close();
                throw new SocketException(PlatformFailures.CLOSED);
            }
            SocketAddress local = opened.getLocalAddress();
            address = host;
            localport = local instanceof InetSocketAddress inet ? inet.getPort() : wanted;
        } catch (NetworkTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw PlatformFailures.of(e);
        } catch (UnsupportedOperationException e) {
            throw PlatformFailures.socket(String.valueOf(e.getMessage()), e);
        }
    }

    /** Ignores the backlog, which the backend determines. */
    @Override
    protected void listen(int backlog) {}

    @Override
    protected void accept(SocketImpl accepted) throws IOException {
        int millis = soTimeout;
        if (millis == 0) {
            ((NetworkSocketImpl) accepted).accepted(acceptStream()); // may block
            return;
        }
        try (Timeout own = Timeout.after(Duration.ofMillis(millis))) {
            ((NetworkSocketImpl) accepted).accepted(acceptStream()); // may block
        } catch (NetworkTimeoutException e) {
            throw PlatformFailures.timedOut(true, "Accept timed out", e);
        }
    }

    private NetworkStreamInterface acceptStream() throws IOException {
        NetworkListenerInterface listening = listener;
        if (closed || listening == null) {
            throw new SocketException(closed ? PlatformFailures.CLOSED : "Not bound");
        }
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            return listening.accept(); // may block
        } catch (NetworkStreamClosedException e) {
            throw PlatformFailures.closed(e);
        } catch (InterruptedIOException e) { // including a timeout
            throw e;
        } catch (IOException e) {
            throw closed ? PlatformFailures.closed(e) : PlatformFailures.of(e);
        }
    }

    @Override
    protected void close() throws IOException {
        closed = true;
        NetworkListenerInterface listening = listener;
        if (listening != null) {
            listening.close();
        }
    }

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return OPTIONS;
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        requireSupported(option);
        options.keep(option, PlatformOptions.checked(option, value));
    }

    @Override
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        requireSupported(option);
        return options.get(option);
    }

    private static void requireSupported(SocketOption<?> option) {
        if (!OPTIONS.contains(option)) {
            throw new UnsupportedOperationException("'" + option + "' not supported");
        }
    }

    @Override
    public void setOption(int id, Object value) throws SocketException {
        if (id == SO_TIMEOUT) {
            soTimeout = (Integer) value;
        } else {
            setNamed(NumberedOptions.option(id), value);
        }
    }

    private <T> void setNamed(SocketOption<T> option, Object value) throws SocketException {
        try {
            setOption(option, option.type().cast(value));
        } catch (SocketException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            throw PlatformFailures.socket(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Object getOption(int id) throws SocketException {
        if (id == SO_TIMEOUT) {
            return soTimeout;
        }
        try {
            return getOption(NumberedOptions.option(id));
        } catch (SocketException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw PlatformFailures.socket(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    protected void connect(String host, int port) throws IOException {
        throw noClient();
    }

    @Override
    protected void connect(InetAddress target, int targetPort) throws IOException {
        throw noClient();
    }

    @Override
    protected void connect(SocketAddress target, int timeout) throws IOException {
        throw noClient();
    }

    @Override
    protected InputStream getInputStream() throws IOException {
        throw noClient();
    }

    @Override
    protected OutputStream getOutputStream() throws IOException {
        throw noClient();
    }

    @Override
    protected int available() throws IOException {
        throw noClient();
    }

    @Override
    protected void sendUrgentData(int data) throws IOException {
        throw noClient();
    }

    private static SocketException noClient() {
        return new SocketException("a server socket is not connected");
    }
}
