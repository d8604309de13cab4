// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.Deadlines;
import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.async.AsyncNetworkStreamInterface;
import io.netbackends.internal.Operation;
import io.netbackends.internal.StreamInputStream;
import io.netbackends.internal.StreamOutputStream;
import io.netbackends.support.HostAndPort;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection in memory, below the stream and TLS: the counterpart of the {@link java.net.Socket} below a stream
 * of the backend {@code socket}. A test can drive one end by hand, reset it, and inspect the other. Safe for one reading and
 * one writing thread.
 *
 * <p>As with a socket, {@link io.netbackends.Timeout}s do not apply. Unlike with a socket, an interrupt ends a blocked call
 * on any thread, with an {@link java.io.InterruptedIOException}; the flag stays set and the socket open.
 */
public final class MemorySocket implements Closeable {
    private final BoundedPipe input;
    private final BoundedPipe output;
    private final InetSocketAddress localAddress;
    private final InetSocketAddress remoteAddress;
    private final InputStream inputStream;
    private final OutputStream outputStream;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MemorySocket(BoundedPipe input, BoundedPipe output, InetSocketAddress local, InetSocketAddress remote) {
        this.input = input;
        this.output = output;
        localAddress = local;
        remoteAddress = remote;
        String peer = HostAndPort.of(remote).toString();
        Operation reading = new Operation("read from ", peer);
        Operation writing = new Operation("write to ", peer);
        Deadlines none = Deadlines.none();
        inputStream = new StreamInputStream(dst -> none.call(() -> input.read(dst, reading)), input::available, this);
        outputStream = new StreamOutputStream(
                src -> none.call(() -> {
                    output.write(src, writing);
                    return src;
                }),
                this);
    }

    /** Input from the peer, for the stream above. */
    BoundedPipe input() {
        return input;
    }

    /** Output to the peer, for the stream above. */
    BoundedPipe output() {
        return output;
    }

    /** Both ends of a connection. */
    record Pair(MemorySocket client, MemorySocket server) {
        static Pair connect(InetSocketAddress client, InetSocketAddress server, int bufferSize) {
            BoundedPipe toServer = new BoundedPipe(bufferSize);
            BoundedPipe toClient = new BoundedPipe(bufferSize);
            return new Pair(
                    new MemorySocket(toClient, toServer, client, server),
                    new MemorySocket(toServer, toClient, server, client));
        }
    }

    /**
     * Returns the socket beneath a stream, as {@link ExtraInfo#SOCKET} does.
     *
     * @param stream of this backend, decorated or not
     * @return the stream's own end of the connection
     * @throws IllegalArgumentException if the stream is of another backend
     */
    public static MemorySocket of(NetworkStreamInterface stream) {
        return of(stream, stream.getExtraInfo(ExtraInfo.SOCKET.name()));
    }

    /**
     * Returns the socket beneath an asynchronous stream, as {@link ExtraInfo#SOCKET} does.
     *
     * @param stream of this backend, decorated or not
     * @return the stream's own end of the connection
     * @throws IllegalArgumentException if the stream is of another backend
     */
    public static MemorySocket of(AsyncNetworkStreamInterface stream) {
        return of(stream, stream.getExtraInfo(ExtraInfo.SOCKET.name()));
    }

    private static MemorySocket of(Object stream, @Nullable Object beneath) {
        if (beneath instanceof MemorySocket socket) {
            return socket;
        }
        throw new IllegalArgumentException("stream (" + stream + ") must be one of the memory backend");
    }

    /**
     * Returns the input from the peer.
     *
     * @return the same one at each call, unbuffered; closing it closes the socket
     */
    public InputStream getInputStream() {
        return inputStream;
    }

    /**
     * Returns the output to the peer. Writes block while the buffer is full.
     *
     * @return the same one at each call, unbuffered; closing it closes the socket
     */
    public OutputStream getOutputStream() {
        return outputStream;
    }

    /**
     * Half-closes this end: the peer reads the remaining bytes, then the end of the stream. Reading continues here.
     * Idempotent.
     *
     * @throws io.netbackends.NetworkStreamClosedException if this end is closed
     * @throws IOException for no other reason
     */
    public void shutdownOutput() throws IOException {
        output.shutDown("shut down output to " + HostAndPort.of(remoteAddress));
    }

    /**
     * Resets the connection. The peer can still read the remaining bytes, as over TCP on Linux; then its calls, including
     * blocked ones, fail with a {@link java.net.SocketException}, "Connection reset". Does nothing after {@link #close}.
     */
    public void reset() {
        close(true);
    }

    /**
     * Closes this end: the peer reads the remaining bytes, then the end of the stream, and its writes fail. If this end has
     * not read all received bytes, the peer gets a {@linkplain #reset reset} instead, as over TCP. Calls blocked at this end
     * fail as closed. Idempotent, never waits.
     */
    @Override
    public void close() {
        close(false);
    }

    private void close(boolean reset) {
        if (closed.compareAndSet(false, true)) {
            output.closeWriter(input.closeReader(reset));
        }
    }

    /** {@return whether this end was closed, or reset} */
    public boolean isClosed() {
        return closed.get();
    }

    /** {@return whether the peer has closed, or reset, its end} Unread bytes may remain. */
    public boolean isPeerClosed() {
        return input.isWriterClosed();
    }

    /** {@return the address of this end} It is unresolved. */
    public InetSocketAddress getLocalAddress() {
        return localAddress;
    }

    /** {@return the address of the peer's end} It is unresolved. */
    public InetSocketAddress getRemoteAddress() {
        return remoteAddress;
    }

    /** Returns, for instance, {@code <MemorySocket ["localhost:32768" to "api.test:80" CLOSED]>}. */
    @Override
    public String toString() {
        return "<MemorySocket [\"" + HostAndPort.of(localAddress) + "\" to \"" + HostAndPort.of(remoteAddress) + "\""
                + (isClosed() ? " CLOSED" : "") + "]>";
    }
}
