// SPDX-License-Identifier: Apache-2.0
package io.netbackends.socket;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamClosedException;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.Timeout;
import io.netbackends.TlsTruncation;
import io.netbackends.internal.Endpoints;
import io.netbackends.internal.Linger;
import io.netbackends.internal.Operation;
import io.netbackends.support.DeadlineWrite;
import io.netbackends.support.HostAndPort;
import io.netbackends.support.NetworkFailures;
import io.netbackends.support.NetworkStream;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transport over a {@link Socket}: its {@code SO_TIMEOUT} bounds reads, a {@link DeadlineWrite} bounds writes. */
final class SocketTransport implements Transport {
    /**
     * The number of bytes passed to the socket at a time; copied from a buffer without an array, since a socket accepts only
     * arrays.
     */
    private static final int CHUNK = 128 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Endpoints endpoints;
    private final Operation reading;
    private final Operation writing;

    /** Created by the first write under a deadline. */
    private @Nullable DeadlineWrite deadlineWrite;

    private final ReadTimeout readTimeout;

    private SocketTransport(Socket socket, SocketAddress client, SocketAddress server, SocketAddress peer)
            throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
        endpoints = new Endpoints(client, server, socket);
        String description = peer instanceof InetSocketAddress inet ? describe(inet) : peer.toString();
        reading = new Operation("read from ", description);
        writing = new Operation("write to ", description);
        readTimeout = new ReadTimeout(socket);
    }

    /**
     * The peer's address is an argument, since a socket behind a proxy does not know it. Closes a socket that has failed
     * already.
     */
    static SocketTransport connected(Socket socket, SocketAddress peer) throws IOException {
        try {
            return new SocketTransport(socket, socket.getLocalSocketAddress(), peer, peer);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /** For a socket that other code may use. */
    static SocketTransport wrapping(Socket socket) throws IOException {
        SocketTransport transport = connected(socket, socket.getRemoteSocketAddress());
        transport.readTimeout.share();
        return transport;
    }

    static SocketTransport accepted(Socket socket) throws IOException {
        SocketAddress peer = socket.getRemoteSocketAddress();
        return new SocketTransport(socket, peer, socket.getLocalSocketAddress(), peer);
    }

    /** Returns the IP address, or the name if there is no address, as behind a proxy. */
    private static String describe(InetSocketAddress peer) {
        return (peer.isUnresolved() ? HostAndPort.of(peer) : HostAndPort.of(peer.getAddress(), peer.getPort()))
                .toString();
    }

    NetworkStreamInterface stream(TlsTruncation truncation) {
        return new NetworkStream(this, reading.peer(), truncation);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        NetworkFailures.checkInterrupt(reading);
        return read(dst, Timeout.checkRemaining(reading)); // may block
    }

    @Override
    public int read(ByteBuffer dst, long remainingNanos) throws IOException {
        if (dst.hasArray()) {
            int n = read(dst.array(), dst.arrayOffset() + dst.position(), dst.remaining(), remainingNanos); // may block
            dst.position(dst.position() + Math.max(0, n));
            return n;
        }
        byte[] chunk = new byte[Math.min(dst.remaining(), CHUNK)];
        int n = read(chunk, 0, chunk.length, remainingNanos); // may block
        dst.put(chunk, 0, Math.max(0, n));
        return n;
    }

    private int read(byte[] bytes, int offset, int length, long remainingNanos) throws IOException {
        try {
            readTimeout.begin(remainingNanos);
            while (true) {
                try {
                    return in.read(bytes, offset, length); // may block
                } catch (
                        SocketTimeoutException e) { // the deadline has passed or was cancelled, or the wait ended early
                    NetworkFailures.checkInterrupt(reading);
                    readTimeout.extend(SoTimeout.millis(Timeout.checkRemaining(reading)));
                }
            }
        } catch (InterruptedIOException e) { // including a timeout
            throw e;
        } catch (IOException e) {
            throw translated(reading, e);
        } finally {
            readTimeout.end();
        }
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        NetworkFailures.checkInterrupt(writing);
        if (Timeout.isActive()) {
            deadlineWrite().write(src); // may block
        } else {
            writeUnbounded(src); // may block
        }
    }

    private DeadlineWrite deadlineWrite() {
        if (deadlineWrite == null) {
            deadlineWrite = new DeadlineWrite(writing.toString(), this::writeUnbounded, this::abort);
        }
        return deadlineWrite;
    }

    @Override
    public void writeFinal(ByteBuffer src) throws IOException {
        NetworkFailures.checkInterrupt(writing);
        new DeadlineWrite(writing.toString(), this::writeUnbounded, this::closeAtOnce).write(src); // may block
    }

    /** Moves the position first: if a write fails, at most the bytes before the position were sent. */
    private void writeUnbounded(ByteBuffer src) throws IOException {
        byte[] copy = src.hasArray() ? null : new byte[Math.min(src.remaining(), CHUNK)];
        try {
            while (src.hasRemaining()) {
                int start = src.position();
                int n = Math.min(src.remaining(), CHUNK);
                src.position(start + n);
                if (copy == null) {
                    out.write(src.array(), src.arrayOffset() + start, n); // may block
                } else {
                    src.get(start, copy, 0, n);
                    out.write(copy, 0, n); // may block
                }
            }
        } catch (IOException e) {
            throw translated(writing, e);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        socket.setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return socket.getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return socket.supportedOptions();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        if (key.equals(ExtraInfo.SOCKET.name())) {
            readTimeout.share();
        }
        return endpoints.getExtraInfo(key);
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            limitLinger();
        }
    }

    private void limitLinger() {
        try {
            int seconds = socket.getSoLinger();
            if (seconds > 0) {
                Linger.limitToDeadline(seconds, socket::setOption);
            }
        } catch (IOException e) {
            // another thread has closed it
        }
    }

    @Override
    public void abort() throws IOException {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // another thread has closed the socket, or the connection has failed
        }
    }

    /** Data written before still arrives. */
    private void closeAtOnce() throws IOException {
        try (socket) {
            socket.setSoLinger(false, 0);
        }
    }

    private IOException translated(Operation operation, IOException failure) {
        if (!socket.isClosed()) {
            return failure;
        }
        if (!InterruptDetection.isCauseOf(failure, socket)) { // by close(), or by the watchdog for the other direction
            return new NetworkStreamClosedException(operation + ": the socket was closed", failure);
        }
        InterruptedIOException interrupted = NetworkFailures.interrupted(operation.toString());
        interrupted.initCause(failure);
        return interrupted;
    }
}
