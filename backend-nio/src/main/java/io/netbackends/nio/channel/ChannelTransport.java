// SPDX-License-Identifier: Apache-2.0
package io.netbackends.nio.channel;

import io.netbackends.NetworkStreamClosedException;
import io.netbackends.support.NetworkFailures;
import io.netbackends.support.Transport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transport over an Internet or UNIX-domain {@link SocketChannel}.
 *
 * <p>Without a deadline, a read or write is a blocking call of the channel. Under a deadline, the channel does not block: a
 * call that cannot finish immediately waits for readiness, within the deadline. On virtual threads, most reads under a
 * deadline block as well ({@link TimedRead}). {@link BlockingMode} decides which it is, {@link Readiness} waits, {@link
 * ChannelCloser} closes. If a call under a deadline begins while a call without one is blocked in the other direction, the
 * channel must stay blocking: a {@link io.netbackends.support.DeadlineWrite} then watches a write, and an {@link
 * OffloadedRead} makes a read.
 */
public final class ChannelTransport implements Transport {
    private final ConnectedChannel connected;
    private final Readiness readiness;
    private final BlockingMode mode;
    private final ChannelReader reader;
    private final ChannelWriter writer;

    private ChannelTransport(ConnectedChannel connected) {
        this.connected = connected;
        readiness = new Readiness(connected.channel());
        mode = new BlockingMode(readiness);
        reader = new ChannelReader(connected, readiness, mode);
        writer = new ChannelWriter(connected, readiness, mode, ChannelCloser::reset);
    }

    /**
     * Makes a transport of a channel that this side connected.
     *
     * @param channel connected, open, and registered with no selector; owned by the transport from now on, and closed if this
     *     method fails
     * @param more extra info, by key, beside the addresses and the channel
     * @return a transport whose peer {@link #peer} names
     * @throws IOException if the connection has failed already
     */
    public static ChannelTransport connected(SocketChannel channel, Map<String, ?> more) throws IOException {
        return new ChannelTransport(ConnectedChannel.connected(channel, more));
    }

    /**
     * Makes a transport of a channel that this side accepted.
     *
     * @param channel connected, open, and registered with no selector; owned by the transport from now on, and closed if this
     *     method fails
     * @param server the address that peers connect to; may differ from the bound one, since the file of a UNIX-domain socket
     *     may have been renamed
     * @param more extra info, by key, beside the addresses and the channel
     * @return a transport whose peer {@link #peer} names
     * @throws IOException if the connection has failed already
     */
    public static ChannelTransport accepted(SocketChannel channel, SocketAddress server, Map<String, ?> more)
            throws IOException {
        return new ChannelTransport(ConnectedChannel.accepted(channel, server, more));
    }

    /** {@return an object whose {@code toString} is the peer's name in messages: host and port, or the path of a UNIX-domain socket} */
    public Object peer() {
        return connected;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        try {
            return reader.read(dst); // may block
        } catch (IOException e) {
            throw translated(reader.toString(), e);
        }
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        write(src, writer); // may block
    }

    @Override
    public void writeFinal(ByteBuffer src) throws IOException {
        ChannelWriter last = new ChannelWriter(connected, readiness, mode, ChannelCloser::closeAtOnce);
        write(src, last); // may block; does not destroy data written before
    }

    private void write(ByteBuffer src, ChannelWriter by) throws IOException {
        int start = src.position();
        try {
            by.write(src); // may block
        } catch (IOException e) {
            IOException failure = translated(by.toString(), e);
            boolean ofTheSystem = failure == e && !(e instanceof InterruptedIOException);
            throw ofTheSystem && src.position() > start ? connected.failedInTheMiddle(e) : failure;
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            connected.channel().shutdownOutput();
        } catch (IOException e) {
            throw translated("shut down output to " + connected, e);
        }
    }

    @Override
    public void shutdownInput() throws IOException {
        try {
            connected.channel().shutdownInput(); // wakes the reader
        } catch (IOException e) {
            throw translated("shut down input from " + connected, e);
        }
    }

    /** Unknown for UNIX-domain sockets, since the JDK does not provide it. */
    @Override
    public int available() throws IOException {
        int offloaded = reader.available();
        return offloaded > 0 ? offloaded : connected.available();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        connected.channel().setOption(option, value);
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> option) throws IOException {
        return connected.channel().getOption(option);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return connected.channel().supportedOptions();
    }

    @Override
    public @Nullable Object getExtraInfo(String key) {
        return connected.getExtraInfo(key);
    }

    @Override
    public void close() throws IOException {
        ChannelCloser.close(connected.channel(), readiness);
    }

    @Override
    public void abort() throws IOException {
        ChannelCloser.reset(connected.channel(), readiness);
    }

    private IOException translated(String operation, IOException failure) {
        if (failure instanceof InterruptedIOException) {
            return failure; // including a timeout
        }
        if (failure instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted = NetworkFailures.interrupted(operation);
            interrupted.initCause(failure);
            return interrupted;
        }
        return readiness.isOpen()
                ? failure
                : new NetworkStreamClosedException(operation + ": the channel was closed", failure);
    }
}
