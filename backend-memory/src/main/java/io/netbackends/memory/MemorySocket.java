// SPDX-License-Identifier: Apache-2.0
package io.netbackends.memory;

import io.netbackends.ExtraInfo;
import io.netbackends.NetworkStreamInterface;
import io.netbackends.support.HostAndPort;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One end of a connection in memory, beneath the stream and beneath TLS: what a {@link java.net.Socket} is to a stream of the
 * backend {@code socket}. It lets a test play one end by hand, reset it, and look at the other. Safe for use by several
 * threads, as far as one reads and one writes.
 *
 * <p>As with a socket, {@link io.netbackends.Timeout}s do not count here. Unlike with one, an interrupt ends a blocked call on
 * any thread, with an {@link java.io.InterruptedIOException}; the flag stays set and the socket open.
 */
public final class MemorySocket implements Closeable {
    private final Pipe input;
    private final Pipe output;
    private final InetSocketAddress localAddress;
    private final InetSocketAddress remoteAddress;
    private final InputStream inputStream;
    private final OutputStream outputStream;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MemorySocket(Pipe input, Pipe output, InetSocketAddress local, InetSocketAddress remote) {
        this.input = input;
        this.output = output;
        localAddress = local;
        remoteAddress = remote;
        HostAndPort peer = HostAndPort.of(remote);
        inputStream = new Input(Waiting.forEver("read from " + peer));
        outputStream = new Output(Waiting.forEver("write to " + peer));
    }

    /** Both ends of a connection. */
    record Pair(MemorySocket client, MemorySocket server) {
        static Pair connect(InetSocketAddress client, InetSocketAddress server, int bufferSize) {
            Pipe toServer = new Pipe(bufferSize);
            Pipe toClient = new Pipe(bufferSize);
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
        if (stream.getExtraInfo(ExtraInfo.SOCKET.name()) instanceof MemorySocket socket) {
            return socket;
        }
        throw new IllegalArgumentException("stream (" + stream + ") must be one of the memory backend");
    }

    /**
     * Returns what comes from the peer.
     *
     * @return the same one at each call, unbuffered; closing it closes the socket
     */
    public InputStream getInputStream() {
        return inputStream;
    }

    /**
     * Returns what goes to the peer. It blocks while the buffer is full.
     *
     * @return the same one at each call, unbuffered; closing it closes the socket
     */
    public OutputStream getOutputStream() {
        return outputStream;
    }

    /**
     * Tells the peer that no more will be written: it reads what is there, then the end of the stream. Reading goes on here.
     * Idempotent.
     *
     * @throws io.netbackends.NetworkStreamClosedException if this end is closed
     * @throws IOException never in another way
     */
    public void shutdownOutput() throws IOException {
        output.shutDown("shut down output to " + HostAndPort.of(remoteAddress));
    }

    /**
     * Closes this end as a broken connection: what the peer has not read yet it can still read, as over TCP on Linux, and then
     * its calls, those that are blocked included, fail for ever with a {@link java.net.SocketException}, "Connection reset".
     * Does nothing after {@link #close}.
     */
    public void reset() {
        close(true);
    }

    /**
     * Closes this end: the peer reads what is there, then the end of the stream, and its writes fail. If this end has not read
     * all that had come, the peer gets a {@linkplain #reset reset} instead, as over TCP. Calls blocked at this end fail as
     * closed. Idempotent, never waits.
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

    /** {@return whether the peer has closed, or reset, its end} There may be something left to read all the same. */
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

    int read(ByteBuffer dst, Waiting waiting) throws IOException {
        return input.read(dst, waiting); // may block
    }

    void write(ByteBuffer src, Waiting waiting) throws IOException {
        output.write(src, waiting); // may block
    }

    /** Returns, for instance, {@code <MemorySocket ["localhost:32768" to "api.test:80" CLOSED]>}. */
    @Override
    public String toString() {
        return "<MemorySocket [\"" + HostAndPort.of(localAddress) + "\" to \"" + HostAndPort.of(remoteAddress) + "\""
                + (isClosed() ? " CLOSED" : "") + "]>";
    }

    /** The socket's bytes for code that wants {@code java.io}. */
    private final class Input extends InputStream {
        private final Waiting waiting;

        Input(Waiting waiting) {
            this.waiting = waiting;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            ByteBuffer dst = ByteBuffer.wrap(bytes, offset, length);
            return length == 0 ? 0 : MemorySocket.this.read(dst, waiting); // may block
        }

        @Override
        public int available() {
            return input.available();
        }

        @Override
        public void close() {
            MemorySocket.this.close();
        }
    }

    /** The socket's bytes for code that wants {@code java.io}. */
    private final class Output extends OutputStream {
        private final Waiting waiting;

        Output(Waiting waiting) {
            this.waiting = waiting;
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            MemorySocket.this.write(ByteBuffer.wrap(bytes, offset, length), waiting); // may block
        }

        @Override
        public void close() {
            MemorySocket.this.close();
        }
    }
}
