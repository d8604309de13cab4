// SPDX-License-Identifier: Apache-2.0
package io.netbackends.javanet;

import io.netbackends.CancellationSignal;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.NetworkTimeoutException;
import io.netbackends.internal.HeldInterrupts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.Cleaner;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a socket with its state (new, connecting, connected, closed), and its failures in the form of a socket's.
 * Safe for use by several threads: readers queue, and so do writers; {@link #close} waits for neither.
 *
 * <p>On platform threads, interrupts do not end its I/O; see {@link HeldInterrupts}.
 */
final class SocketConnection {
    private static final Cleaner CLEANER = Cleaner.create();

    /** Null for a view, which is connected initially. */
    private final @Nullable NetworkBackendInterface backend;

    private final CancellationSignal connecting = new CancellationSignal();
    private final KeptOptions options = new KeptOptions();
    private final QueuedReader reader = new QueuedReader();
    private final QueuedWriter writer;
    private final ReentrantLock stateLock = new ReentrantLock();

    /** Written once, while holding the lock. */
    private volatile @Nullable NetworkStreamInterface stream;

    /** Written while holding the lock. */
    private volatile boolean closed;

    private Cleaner.@Nullable Cleanable forgotten;
    private volatile int soTimeout;
    private volatile boolean outputShutDown;

    /** Whether SO_LINGER is 0. Some transports do not support the option, but each can be aborted. */
    private volatile boolean resetOnClose;

    /** Whether the stream belongs to a TLS socket; the plaintext must not be readable here. */
    private volatile boolean tls;

    SocketConnection(NetworkBackendInterface backend, SocketSettings settings) {
        this(backend, null, settings);
    }

    private SocketConnection(
            @Nullable NetworkBackendInterface backend,
            @Nullable NetworkStreamInterface stream,
            SocketSettings settings) {
        writer = new QueuedWriter(settings.writeTimeout());
        this.backend = backend;
        this.stream = stream;
    }

    /** Returns the connection of a view, which does not own the stream, except that {@link #close} closes it. */
    static SocketConnection over(NetworkStreamInterface stream, SocketSettings settings) throws SocketException {
        if (!stream.isOpen()) {
            throw new SocketException(PlatformFailures.CLOSED);
        }
        return new SocketConnection(null, stream, settings);
    }

    /** Takes over an accepted stream, which is closed when the owner is garbage-collected. */
    void accepted(NetworkStreamInterface accepted, Object owner) throws IOException {
        establish(accepted, owner);
    }

    NetworkStreamInterface connect(
            InetSocketAddress target, @Nullable InetSocketAddress local, int millis, Object owner) throws IOException {
        requireOpen();
        SocketConnector connector =
                new SocketConnector(Objects.requireNonNull(backend, "backend"), options, connecting);
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            NetworkStreamInterface opened = connector.connect(target, local, millis); // may block
            establish(opened, owner);
            return opened;
        } catch (NetworkStreamClosedException e) {
            throw PlatformFailures.closed(e);
        }
    }

    /** Closes a stream that comes too late. */
    private void establish(NetworkStreamInterface opened, Object owner) throws IOException {
        boolean late;
        stateLock.lock();
        try {
            late = closed;
            if (!late) {
                stream = opened;
                forgotten = CLEANER.register(owner, new StreamCloser(opened));
            }
        } finally {
            stateLock.unlock();
        }
        if (late) {
            opened.close(); // may block, a little
            throw new SocketException(PlatformFailures.CLOSED);
        }
    }

    NetworkStreamInterface stream() throws SocketException {
        NetworkStreamInterface connected = stream;
        requireOpen();
        if (connected == null) {
            throw new SocketException("Not connected");
        }
        return connected;
    }

    /** Returns the stream to a socket that starts TLS; from now on no byte is read or written here, and {@link #close} aborts. */
    NetworkStreamInterface startTls() throws SocketException {
        NetworkStreamInterface connected = stream();
        tls = true;
        return connected;
    }

    /** Reverts {@link #startTls}, after the end of TLS. */
    void endTls() {
        tls = false;
    }

    private NetworkStreamInterface carrying() throws SocketException {
        if (tls) {
            throw new SocketException("the socket carries TLS: a layered socket reads and writes it");
        }
        return stream();
    }

    void requireOpen() throws SocketException {
        if (closed) {
            throw new SocketException(PlatformFailures.CLOSED);
        }
    }

    int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        int millis = soTimeout;
        try {
            return reader.read(carrying(), bytes, offset, length, millis); // may block
        } catch (NetworkTimeoutException e) {
            throw millis == 0 ? unexpectedTimeout(e) : e;
        } catch (InterruptedIOException e) { // including a timeout
            throw e;
        } catch (IOException | IllegalStateException e) {
            throw failedRead(e);
        }
    }

    /**
     * A program without SO_TIMEOUT expects no {@link java.net.SocketTimeoutException}: pgjdbc would read again in a loop,
     * and each read would fail immediately.
     */
    private static SocketException unexpectedTimeout(NetworkTimeoutException failure) {
        return PlatformFailures.socket(String.valueOf(failure.getMessage()), failure);
    }

    private IOException failedRead(Exception failure) {
        if (closed || failure instanceof NetworkStreamClosedException) {
            return PlatformFailures.closed(failure);
        }
        return failure instanceof IOException e
                ? PlatformFailures.ofRead(e)
                : PlatformFailures.socket(String.valueOf(failure.getMessage()), failure);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return;
        }
        try {
            writer.write(carrying(), bytes, offset, length); // may block
        } catch (InterruptedIOException e) { // including a timeout
            throw e;
        } catch (IOException | IllegalStateException e) {
            throw failedWrite(e);
        }
    }

    private IOException failedWrite(Exception failure) {
        if (closed) {
            return PlatformFailures.closed(failure);
        }
        if (outputShutDown) {
            return PlatformFailures.socket("Broken pipe", failure);
        }
        if (failure instanceof NetworkStreamClosedException) {
            return PlatformFailures.closed(failure);
        }
        return failure instanceof IOException e
                ? PlatformFailures.of(e)
                : PlatformFailures.socket(String.valueOf(failure.getMessage()), failure);
    }

    /** As on the platform, a lost connection has no bytes to read. */
    int available() throws IOException {
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            return carrying().available();
        } catch (NetworkTimeoutException e) {
            throw e;
        } catch (IOException e) {
            requireOpen();
            return 0;
        }
    }

    void shutdownInput() throws IOException {
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            stream().shutdownInput();
        } catch (IOException | UnsupportedOperationException | IllegalStateException e) {
            throw failedRead(e);
        }
    }

    /** Ends the write of another thread; over TLS, waits for it. */
    void shutdownOutput() throws IOException {
        boolean before = outputShutDown;
        try (HeldInterrupts held = HeldInterrupts.hold()) {
            NetworkStreamInterface connected = stream();
            outputShutDown = true; // a write that fails because of this reports it
            try {
                connected.shutdownOutput(); // may block
            } catch (IllegalStateException e) {
                writer.afterWrite(connected::shutdownOutput); // may block
            }
        } catch (IOException | UnsupportedOperationException | IllegalStateException e) {
            outputShutDown = before;
            throw failedRead(e);
        }
    }

    /** Wakes all threads that connect, read or write. Idempotent. */
    void close() throws IOException {
        NetworkStreamInterface connected;
        stateLock.lock();
        try {
            closed = true;
            connected = stream;
        } finally {
            stateLock.unlock();
        }
        connecting.cancel();
        if (connected != null) {
            try (HeldInterrupts held = HeldInterrupts.hold()) {
                end(connected); // may block, a little
            } finally {
                if (forgotten != null) {
                    forgotten.clean();
                }
            }
        }
    }

    private void end(NetworkStreamInterface connected) throws IOException {
        if (resetOnClose || tls) {
            connected.abort();
        } else {
            connected.close(); // may block, a little
        }
    }

    int soTimeout() throws SocketException {
        requireOpen();
        return soTimeout;
    }

    void setSoTimeout(int millis) throws SocketException {
        requireOpen();
        if (millis < 0) {
            throw new IllegalArgumentException("timeout < 0");
        }
        soTimeout = millis;
    }

    <T> void setOption(SocketOption<T> option, T value) throws IOException {
        requireOpen();
        NetworkStreamInterface connected = stream;
        if (connected != null && connected.supportedOptions().contains(option)) {
            connected.setOption(option, value);
        } else {
            options.keep(option, value);
        }
        if (option == StandardSocketOptions.SO_LINGER) {
            resetOnClose = value.equals(0);
        }
    }

    <T> T getOption(SocketOption<T> option) throws IOException {
        requireOpen();
        NetworkStreamInterface connected = stream;
        T value =
                connected != null && connected.supportedOptions().contains(option) ? connected.getOption(option) : null;
        return value == null ? options.get(option) : value;
    }
}
